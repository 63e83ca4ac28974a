import { Effect, Stream } from "effect"
import { PromptRpcs, ProviderRpcs, ReplyRpcs } from "../../domain/rpc/AssistantRpcs.ts"
import { ConnectionCheck } from "../../services/assistant/ConnectionCheck.ts"
import { Prompts } from "../../services/assistant/Prompts.ts"
import { Providers } from "../../services/assistant/Providers.ts"
import { Replies } from "../../services/assistant/Replies.ts"
import { following, streaming, using } from "../calls.ts"

export const ProviderHandlers = ProviderRpcs.toLayer({
  "providers.watch": () => following(Providers, (providers) => providers.watch),
  "providers.put": (draft) => using(Providers, (providers) => providers.put(draft)),
  "providers.setKey": ({ id, key }) => using(Providers, (providers) => providers.setKey(id, key)),
  "providers.choose": ({ id, model }) => using(Providers, (providers) => providers.choose(id, model)),
  "providers.remove": ({ id }) => using(Providers, (providers) => providers.remove(id)),
  "providers.check": ({ id }) =>
    Stream.unwrap(
      Effect.map(
        Effect.zip(
          using(Providers, (providers) => providers.connection(id)),
          using(ConnectionCheck, Effect.succeed),
        ),
        ([{ connection, model }, checks]) => checks.check(connection, model),
      ),
    ),
  "providers.refresh": ({ id }) => using(Providers, (providers) => providers.refresh(id)),
})

export const PromptHandlers = PromptRpcs.toLayer({
  "prompts.watch": () => following(Prompts, (prompts) => prompts.watch),
  "prompts.put": (prompt) => using(Prompts, (prompts) => prompts.put(prompt)),
  "prompts.remove": ({ id }) => using(Prompts, (prompts) => prompts.remove(id)),
})

export const ReplyHandlers = ReplyRpcs.toLayer({
  "replies.start": (request) => using(Replies, (replies) => replies.start(request)),
  "replies.resume": ({ messageId }) => using(Replies, (replies) => replies.resume(messageId)),
  "replies.stop": ({ messageId }) => using(Replies, (replies) => replies.stop(messageId)),
  "replies.dismiss": ({ messageId }) => using(Replies, (replies) => replies.dismiss(messageId)),
  "replies.watch": ({ chatId }) => following(Replies, (replies) => replies.watch(chatId)),
  "replies.running": () => following(Replies, (replies) => replies.inProgress),
  "replies.follow": ({ messageId }) => streaming(Replies, (replies) => replies.follow(messageId)),
})

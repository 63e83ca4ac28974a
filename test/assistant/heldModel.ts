import { Context, Effect, Layer, Mailbox, Queue, Stream } from "effect"
import { ProviderId } from "../../src/domain/Ids.ts"
import type { AssistantError } from "../../src/domain/errors/AssistantErrors.ts"
import { Assistant, type Delta, type Request } from "../../src/services/assistant/Assistant.ts"
import { Providers } from "../../src/services/assistant/Providers.ts"
import * as LocalDatabase from "../../src/services/LocalDatabase.ts"
import { Platform } from "../support/platform.ts"

/** One request, answered by hand. */
export interface Asked {
  readonly request: Request
  readonly says: (text: string) => Effect.Effect<boolean>
  readonly thinks: (text: string) => Effect.Effect<boolean>
  readonly ends: Effect.Effect<boolean>
  readonly fails: (error: AssistantError) => Effect.Effect<boolean>
}

/** A model whose words come when a test says so. */
export class HeldModel extends Context.Tag("openchat/test/HeldModel")<
  HeldModel,
  { readonly asked: Effect.Effect<Asked>; readonly count: Effect.Effect<number> }
>() {}

const layer = Layer.effectContext(
  Effect.gen(function* () {
    const requests = yield* Queue.unbounded<Asked>()
    let count = 0
    const reply = (request: Request) =>
      Stream.unwrap(
        Effect.gen(function* () {
          const words = yield* Mailbox.make<Delta, AssistantError>()
          count += 1
          yield* Queue.offer(requests, {
            request,
            says: (text) => words.offer({ kind: "text", text }),
            thinks: (text) => words.offer({ kind: "thinking", text }),
            ends: words.end,
            fails: (error) => words.fail(error),
          })
          return Mailbox.toStream(words)
        }),
      )
    return Context.make(Assistant, { reply, models: () => Effect.succeed(["held", "other"]) }).pipe(
      Context.add(HeldModel, { asked: Queue.take(requests), count: Effect.sync(() => count) }),
    )
  }),
)

/** Everything but the services on the database, which a test may open again and again. */
export const HeldPlatform = Layer.merge(Platform, layer)

export const HeldApp = Layer.provideMerge(LocalDatabase.layer, HeldPlatform)

export const providerId = ProviderId.make("provider0000000000000")

/** The model is connected. */
export const connectModel = Effect.flatMap(Providers, (providers) =>
  Effect.zipRight(
    providers.put({
      id: providerId,
      kind: "openai",
      name: "Held",
      baseUrl: "http://localhost:1/v1/",
      model: "held",
      parameters: { contextTokens: 8_192 },
    }),
    providers.refresh(providerId),
  ),
)

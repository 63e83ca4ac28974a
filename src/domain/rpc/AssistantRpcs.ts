import { Rpc, RpcGroup } from "@effect/rpc"
import { Schema } from "effect"
import { ConnectionStep } from "../assistant/ConnectionStep.ts"
import { Prompt } from "../assistant/Prompt.ts"
import { ProviderDraft, type ProviderRow } from "../assistant/Provider.ts"
import { Reply, ReplyPiece } from "../assistant/Reply.ts"
import { AssistantError } from "../errors/AssistantErrors.ts"
import { NotFound } from "../errors/InputErrors.ts"
import { StorageError } from "../errors/StorageErrors.ts"
import { ChatId, MessageId, PromptId, ProviderId } from "../Ids.ts"
import { Name } from "../Text.ts"
import { CallError } from "./CallError.ts"
import { trusted } from "./trusted.ts"

const KnownError = Schema.Union(NotFound, CallError)
const id = ProviderId

/** Who answers. Everything here stays on this device. */
export class ProviderRpcs extends RpcGroup.make(
  /** The one that was chosen last comes first. */
  Rpc.make("watch", {
    success: trusted<ReadonlyArray<ProviderRow>>(),
    error: StorageError,
    stream: true,
  }),
  Rpc.make("put", { payload: ProviderDraft.fields, error: CallError }),
  /** An empty key removes the one that is there. No call ever answers a key. */
  Rpc.make("setKey", { payload: { id, key: Schema.Redacted(Schema.String) }, error: KnownError }),
  /** Makes it the one that answers where nothing else decides; with null its model stays. */
  Rpc.make("choose", { payload: { id, model: Schema.NullOr(Name) }, error: KnownError }),
  Rpc.make("remove", { payload: { id }, error: CallError }),
  /** Asks the provider for the names of its models. */
  Rpc.make("refresh", {
    payload: { id },
    success: Schema.Array(Name),
    error: Schema.Union(KnownError, AssistantError),
  }),
  /** Tries it step by step. A failed step is no failure of the call. */
  Rpc.make("check", { payload: { id }, success: ConnectionStep, error: KnownError, stream: true }),
).prefix("providers.") {}

export class PromptRpcs extends RpcGroup.make(
  Rpc.make("watch", { success: trusted<ReadonlyArray<Prompt>>(), error: StorageError, stream: true }),
  Rpc.make("put", { payload: Prompt.fields, error: CallError }),
  Rpc.make("remove", { payload: { id: PromptId }, error: CallError }),
).prefix("prompts.") {}

export class ReplyRpcs extends RpcGroup.make(
  /** Answers when the question is noted. The page makes the id of the reply. */
  Rpc.make("start", {
    payload: { chatId: ChatId, messageId: MessageId, parentId: MessageId },
    error: KnownError,
  }),
  /** Goes on with one that broke off. */
  Rpc.make("resume", { payload: { messageId: MessageId }, error: KnownError }),
  /** What has arrived is kept. */
  Rpc.make("stop", { payload: { messageId: MessageId }, error: CallError }),
  /** Says no more about one that has ended. Its text stays. */
  Rpc.make("dismiss", { payload: { messageId: MessageId }, error: CallError }),
  /** Those of a chat that run, or of which there is something to say. */
  Rpc.make("watch", {
    payload: { chatId: ChatId },
    success: Schema.Array(Reply),
    error: CallError,
    stream: true,
  }),
  /** The chats in which one runs. */
  Rpc.make("running", { success: Schema.Array(ChatId), error: StorageError, stream: true }),
  /** The text of one that runs: all that is there, then what is added. */
  Rpc.make("follow", {
    payload: { messageId: MessageId },
    success: ReplyPiece,
    error: CallError,
    stream: true,
  }),
).prefix("replies.") {}

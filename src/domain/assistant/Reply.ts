import { Schema } from "effect"
import { AppError } from "../errors/AppError.ts"
import { ChatId, MessageId } from "../Ids.ts"
import { Millis } from "../Scalars.ts"
import { Name } from "../Text.ts"

/**
 * `waiting`: asked, and nothing has come. `streaming`: it is being written. `failed`: by what `error` says. `done`:
 * finished; kept only for what there is to say about it.
 */
export const ReplyState = Schema.Literal("waiting", "streaming", "failed", "done")
export type ReplyState = typeof ReplyState.Type

/** A reply that this device has asked for. Its text is a message from the first token on. */
export const Reply = Schema.Struct({
  messageId: MessageId,
  chatId: ChatId,
  /** What it answers. */
  parentId: MessageId,
  state: ReplyState,
  model: Schema.NullOr(Name),
  error: Schema.NullOr(AppError),
  /** Messages at the beginning of the conversation that did not fit into the request. */
  cut: Schema.Int,
  /** When it is asked for again by itself, after a provider that was busy. */
  retryAt: Schema.NullOr(Millis),
  startedAt: Millis,
})
export type Reply = typeof Reply.Type

/** A piece of a reply that is being written, from a UTF-16 place in its text on. */
export const ReplyPiece = Schema.Struct({
  from: Schema.Int,
  text: Schema.String,
  /** What the model thinks before it answers. Shown while it lasts, never kept. */
  thinking: Schema.String,
})
export type ReplyPiece = typeof ReplyPiece.Type

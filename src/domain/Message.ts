import { Schema } from "effect"
import { ChatId, MessageId } from "./Ids.ts"
import { Millis, registers } from "./Scalars.ts"
import { Content, Name } from "./Text.ts"

export const Role = Schema.Literal("user", "assistant", "system")
export type Role = typeof Role.Type

/** `streaming` while a reply is being written, `stopped` when it was cut short, `failed` when it ended in an error. */
export const MessageStatus = Schema.Literal("complete", "streaming", "stopped", "failed")
export type MessageStatus = typeof MessageStatus.Type

/** One turn. Messages form a tree by `parentId`: an edited or regenerated message is a sibling of the first. */
export const Message = Schema.Struct({
  id: MessageId,
  chatId: ChatId,
  parentId: Schema.NullOr(MessageId),
  /** The message that this one is a new wording of, if it is an edit. */
  edits: Schema.NullOr(MessageId),
  role: Role,
  content: Content,
  status: MessageStatus,
  model: Schema.NullOr(Name),
  createdAt: Millis,
  updatedAt: Millis,
  /**
   * A tombstone. The content stays until the retention window has passed, so that an edit can bring it back. Then the
   * row goes, or the content alone while messages follow it.
   */
  deletedAt: Schema.NullOr(Millis),
  ...registers,
})
export type Message = typeof Message.Type

export const MessagePatch = Schema.partialWith(Message.pick("content", "status", "model"), { exact: true })
export type MessagePatch = typeof MessagePatch.Type

/** A message as a conversation shows it. */
export const MessageRow = Schema.Struct({
  ...Message.pick("id", "chatId", "parentId", "role", "content", "status", "model", "createdAt", "updatedAt")
    .fields,
  /** How many versions of this turn there are, itself included. */
  siblings: Schema.Int,
  /** Its place among them, oldest first, from 0. */
  siblingIndex: Schema.Int,
})
export type MessageRow = typeof MessageRow.Type

/** A stretch of the active branch, oldest first. */
export interface MessageWindow {
  readonly messages: ReadonlyArray<MessageRow>
  /** Whether the branch goes on above the first or below the last of them. */
  readonly hasOlder: boolean
  readonly hasNewer: boolean
}

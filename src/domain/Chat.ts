import { Schema } from "effect"
import { ChatId, UserId } from "./Ids.ts"
import { Millis, registers } from "./Scalars.ts"
import { LongText, Name, Title } from "./Text.ts"

/** A conversation. Deleting it marks it alone: its messages stay under it, hidden. */
export const Chat = Schema.Struct({
  id: ChatId,
  userId: UserId,
  title: Title,
  model: Schema.NullOr(Name),
  systemPrompt: Schema.NullOr(LongText),
  pinned: Schema.Boolean,
  archived: Schema.Boolean,
  folder: Schema.NullOr(Name),
  createdAt: Millis,
  updatedAt: Millis,
  /** A tombstone: when it went to the trash. */
  deletedAt: Schema.NullOr(Millis),
  ...registers,
})
export type Chat = typeof Chat.Type

/** The fields that a person changes, and the units in which two devices' changes are merged. */
export const ChatPatch = Schema.partialWith(
  Chat.pick("title", "model", "systemPrompt", "pinned", "archived", "folder"),
  { exact: true },
)
export type ChatPatch = typeof ChatPatch.Type

/** A chat as a list shows it. A plain struct, since Solid's stores do not look inside class instances. */
export const ChatRow = Schema.Struct({
  ...Chat.pick(
    "id",
    "title",
    "model",
    "systemPrompt",
    "pinned",
    "archived",
    "folder",
    "createdAt",
    "deletedAt",
  ).fields,
  /** When it was made or its newest message was written, whichever is later. */
  activeAt: Millis,
})
export type ChatRow = typeof ChatRow.Type

import { Rpc, RpcGroup } from "@effect/rpc"
import { Schema } from "effect"
import type { ChatRow } from "../Chat.ts"
import { ChatId } from "../Ids.ts"
import { Name } from "../Text.ts"
import { CallError } from "./CallError.ts"
import { trusted } from "./trusted.ts"

/** Which list: what is in use, what was put away, what was deleted. */
export const ChatShelf = Schema.Literal("active", "archived", "trash")
export type ChatShelf = typeof ChatShelf.Type

export interface ChatList {
  readonly chats: ReadonlyArray<ChatRow>
  /** Whether there are more than were asked for. */
  readonly hasMore: boolean
}

/** A folder is there for as long as a chat in use is in it. */
export interface Folder {
  readonly name: string
  /** Chats of it that are in use and not pinned: those that a list shows under its name. */
  readonly chats: number
}

/** How many chats a list may ask for. */
export const ChatLimit = Schema.Int.pipe(Schema.between(1, 2_000))

export class ChatRpcs extends RpcGroup.make(
  /**
   * Pinned first, then newest activity first; the trash newest first. With a folder only what is in it and not pinned;
   * with null only what is pinned or in no folder.
   */
  Rpc.make("watch", {
    payload: Schema.Struct({
      shelf: ChatShelf,
      limit: ChatLimit,
      folder: Schema.optionalWith(Schema.NullOr(Name), { exact: true }),
    }),
    success: trusted<ChatList>(),
    error: CallError,
    stream: true,
  }),
  /** Null while the chat is not on this device. */
  Rpc.make("watchOne", {
    payload: { chatId: ChatId },
    success: trusted<ChatRow | null>(),
    error: CallError,
    stream: true,
  }),
  /** By name. */
  Rpc.make("folders", {
    success: trusted<ReadonlyArray<Folder>>(),
    error: CallError,
    stream: true,
  }),
  /** Those of the chats that are here, in any order: what is to be changed all at once, as it is before. */
  Rpc.make("rows", {
    payload: { chatIds: Schema.Array(ChatId) },
    success: trusted<ReadonlyArray<ChatRow>>(),
    error: CallError,
  }),
  /** Every chat of a folder that is not in the trash, pinned and archived ones too. */
  Rpc.make("inFolder", {
    payload: { folder: Name },
    success: trusted<ReadonlyArray<ChatRow>>(),
    error: CallError,
  }),
).prefix("chats.") {}

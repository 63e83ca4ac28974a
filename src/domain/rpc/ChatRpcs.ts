import { Rpc, RpcGroup } from "@effect/rpc"
import { Schema } from "effect"
import type { ChatRow } from "../Chat.ts"
import { ChatId } from "../Ids.ts"
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

/** How many chats a list may ask for. */
export const ChatLimit = Schema.Int.pipe(Schema.between(1, 2_000))

export class ChatRpcs extends RpcGroup.make(
  /** Pinned first, then newest activity first; the trash newest first. */
  Rpc.make("watch", {
    payload: { shelf: ChatShelf, limit: ChatLimit },
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
).prefix("chats.") {}

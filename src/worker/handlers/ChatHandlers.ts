import { ChatRpcs } from "../../domain/rpc/ChatRpcs.ts"
import { Chats } from "../../services/chat/Chats.ts"
import { following } from "../calls.ts"

export const ChatHandlers = ChatRpcs.toLayer({
  "chats.watch": (query) => following(Chats, (chats) => chats.watch(query)),
  "chats.watchOne": (query) => following(Chats, (chats) => chats.watchOne(query)),
})

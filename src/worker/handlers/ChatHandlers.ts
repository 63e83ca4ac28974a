import { ChatRpcs } from "../../domain/rpc/ChatRpcs.ts"
import { Chats } from "../../services/chat/Chats.ts"
import { following, using } from "../calls.ts"

export const ChatHandlers = ChatRpcs.toLayer({
  "chats.watch": (query) => following(Chats, (chats) => chats.watch(query)),
  "chats.watchOne": (query) => following(Chats, (chats) => chats.watchOne(query)),
  "chats.folders": () => following(Chats, (chats) => chats.folders()),
  "chats.rows": ({ chatIds }) => using(Chats, (chats) => chats.rows(chatIds)),
  "chats.inFolder": ({ folder }) => using(Chats, (chats) => chats.kept(folder)),
})

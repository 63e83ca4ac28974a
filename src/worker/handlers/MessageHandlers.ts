import { MessageRpcs } from "../../domain/rpc/MessageRpcs.ts"
import { Messages } from "../../services/chat/Messages.ts"
import { following, using } from "../calls.ts"

export const MessageHandlers = MessageRpcs.toLayer({
  "messages.watch": (query) => following(Messages, (messages) => messages.watch(query)),
  "messages.selectSibling": (choice) => using(Messages, (messages) => messages.selectSibling(choice)),
  "messages.activate": (target) => using(Messages, (messages) => messages.activate(target)),
})

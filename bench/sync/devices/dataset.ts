import { ChatId, MessageId } from "../../../src/domain/Ids.ts"
import { burst, datasetOf } from "../../pages/shared/dataset.ts"

/** The other benchmark's history, whose ids are of its size alone, with ids of one person. */
const historyOf = (messages: number, mark: string) => {
  const data = datasetOf(messages)
  const chatId = (chat: number) => ChatId.make(`${data.chatId(chat).slice(0, -1)}${mark}`)
  const messageId = (index: number) => MessageId.make(`${data.messageId(index).slice(0, -1)}${mark}`)
  return {
    ...data,
    chatId,
    messageId,
    newestChat: chatId(data.chats - 1),
    newestMessage: messageId(messages - 1),
    /** The last message of a chat: the last of its last burst. */
    leafOf: (chat: number) => messageId(messages - (data.chats - chat) * burst + burst - 1),
  }
}
export type History = ReturnType<typeof historyOf>

/** Of the account that a new device fetches. */
export const longHistory = (messages: number) => historyOf(messages, "a")

/** Of the account that a device knows and then misses changes of. */
export const shortHistory = (messages: number) => historyOf(messages, "b")

import type { ChatId } from "../../domain/Ids.ts"
import type { MessageWindow } from "../../domain/Message.ts"

const kept = 20
const windows = new Map<ChatId, MessageWindow>()

/** The newest messages of the chats that were open last, so that going back to one shows it in the same frame. */
export const recentWindows = {
  get: (chatId: ChatId) => windows.get(chatId),
  put: (chatId: ChatId, window: MessageWindow) => {
    windows.delete(chatId)
    windows.set(chatId, window)
    for (const oldest of windows.keys()) {
      if (windows.size <= kept) break
      windows.delete(oldest)
    }
  },
}

import type { ChatRow } from "../../domain/Chat.ts"
import { archiveChat, deleteChat, pinChat, renameChat, restoreChat } from "../data/chatActions.ts"
import { announce } from "../shell/announce.ts"
import { showFailure, showUndo } from "../shell/toasts.ts"

export const rename = (chat: ChatRow, title: string): void => {
  const wanted = title.trim()
  if (wanted === "" || wanted === chat.title) return
  renameChat(chat.id, wanted, showFailure)
}

export const togglePin = (chat: ChatRow): void => {
  announce(chat.pinned ? "Unpinned" : "Pinned")
  pinChat(chat.id, !chat.pinned, showFailure)
}

export const toggleArchive = (chat: ChatRow): void => {
  const { id, archived } = chat
  archiveChat(id, !archived, showFailure)
  showUndo(archived ? "Chat moved back to the list" : "Chat archived", () =>
    archiveChat(id, archived, showFailure),
  )
}

/** @param undone runs after the person has taken it back */
export const deleteWithUndo = (chat: ChatRow, undone: () => void = () => {}): void => {
  const { id } = chat
  deleteChat(id, showFailure)
  showUndo("Chat moved to the trash", () => {
    restoreChat(id, showFailure)
    undone()
  })
}

export const restore = (chat: ChatRow): void => {
  restoreChat(chat.id, showFailure)
  announce("Chat restored")
}

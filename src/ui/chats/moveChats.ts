import { createSignal } from "solid-js"
import type { ChatId } from "../../domain/Ids.ts"
import { showDialog } from "../shell/dialogs.ts"

const [moving, setMoving] = createSignal<ReadonlyArray<ChatId>>([])

/** The chats for which a folder is chosen. */
export const movingChats = moving

/** Asks for the folder that they shall be in. */
export const askForFolderOf = (chatIds: ReadonlyArray<ChatId>): void => {
  if (chatIds.length === 0) return
  setMoving(chatIds)
  showDialog("move")
}

import { createStore } from "solid-js/store"
import type { ChatId, MessageId } from "../../domain/Ids.ts"

export interface Edit {
  readonly messageId: MessageId
  readonly text: string
}

/** The message that is being edited in each chat. Kept outside of the rows, which come and go as one scrolls. */
const [edits, setEdits] = createStore<Record<ChatId, Edit | undefined>>({})

export const editIn = (chatId: ChatId): Edit | undefined => edits[chatId]

export const beginEdit = (chatId: ChatId, edit: Edit): void => setEdits(chatId, edit)

export const typeEdit = (chatId: ChatId, text: string): void =>
  setEdits(chatId, (edit) => (edit === undefined ? undefined : { ...edit, text }))

export const endEdit = (chatId: ChatId): void => setEdits(chatId, undefined)

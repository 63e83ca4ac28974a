import { Option, Schema } from "effect"
import { createStore } from "solid-js/store"
import { ChatId, MessageId } from "../../domain/Ids.ts"
import { journal } from "../data/journal.ts"

const Edit = Schema.Struct({ messageId: MessageId, text: Schema.String })
export type Edit = typeof Edit.Type

const Edits = Schema.parseJson(Schema.Record({ key: ChatId, value: Edit }))

/** What was being edited when the page was reloaded. */
const left = (): Record<ChatId, Edit | undefined> =>
  Option.getOrElse(Schema.decodeOption(Edits)(journal.takeKept("edits") ?? "{}"), () => ({}))

/** The message that is being edited in each chat. Kept outside of the rows, which come and go as one scrolls. */
const [edits, setEdits] = createStore<Record<ChatId, Edit | undefined>>(left())

addEventListener("pagehide", () => {
  journal.keep("edits", Object.keys(edits).length > 0 ? JSON.stringify(edits) : null)
})

export const editIn = (chatId: ChatId): Edit | undefined => edits[chatId]

export const beginEdit = (chatId: ChatId, edit: Edit): void => setEdits(chatId, edit)

export const typeEdit = (chatId: ChatId, text: string): void =>
  setEdits(chatId, (edit) => (edit === undefined ? undefined : { ...edit, text }))

export const endEdit = (chatId: ChatId): void => setEdits(chatId, undefined)

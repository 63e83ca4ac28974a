import { createSignal } from "solid-js"
import type { ChatRow } from "../../domain/Chat.ts"
import { showDialog } from "../shell/dialogs.ts"

type Subject = Pick<ChatRow, "id" | "title">

const [subject, setSubject] = createSignal<Subject>()

/** The chat that the dialog is about. */
export const exportSubject = subject

export const askHowToExport = ({ id, title }: Subject): void => {
  setSubject({ id, title })
  showDialog("export")
}

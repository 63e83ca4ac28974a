import { createSignal } from "solid-js"
import type { ChatRow } from "../../domain/Chat.ts"
import { announce } from "../shell/announce.ts"
import { ConfirmDialog } from "../shell/ConfirmDialog.tsx"
import { downloadChats } from "./exportChats.ts"
import { createChoice, ExportFields } from "./ExportFields.tsx"
import { downloadedText, exportDialogTitle, exportFailed, exportOneLabel } from "./exportWords.ts"
import "./transfer.css"

interface Props {
  readonly subject: Pick<ChatRow, "id" | "title">
  readonly onClose: () => void
}

/** One chat as a file. */
export const ExportDialog = (props: Props) => {
  const [choice, setChoice] = createChoice("markdown")
  const [busy, setBusy] = createSignal(false)
  const [problem, setProblem] = createSignal<string>()
  const run = async () => {
    setBusy(true)
    try {
      await downloadChats({ ...choice(), chatIds: [props.subject.id] })
      announce(downloadedText)
      props.onClose()
    } catch (cause) {
      setProblem(cause instanceof Error ? cause.message : exportFailed)
    }
    setBusy(false)
  }
  return (
    <ConfirmDialog
      title={exportDialogTitle(props.subject.title)}
      confirm={exportOneLabel}
      busy={busy()}
      problem={problem()}
      onConfirm={() => void run()}
      onClose={() => props.onClose()}
    >
      <ExportFields choice={choice()} onChange={setChoice} />
    </ConfirmDialog>
  )
}

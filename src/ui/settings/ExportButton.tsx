import { createSignal } from "solid-js"
import { announce } from "../shell/announce.ts"
import { showToast } from "../shell/toasts.ts"

interface Props {
  readonly label: string
  readonly run: () => Promise<void>
}

/** Makes a file, which may take a while, and says how it went. */
export const ExportButton = (props: Props) => {
  const [busy, setBusy] = createSignal(false)
  const start = async () => {
    setBusy(true)
    try {
      await props.run()
      announce("The file is in your downloads")
    } catch (cause) {
      showToast(cause instanceof Error ? cause.message : "The file could not be made.", {
        label: "Retry",
        run: () => void start(),
      })
    }
    setBusy(false)
  }
  return (
    <button type="button" class="button" aria-busy={busy()} disabled={busy()} onClick={() => void start()}>
      {props.label}
    </button>
  )
}

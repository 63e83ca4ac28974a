import { createSignal } from "solid-js"
import type { StorageError } from "../../domain/errors/StorageErrors.ts"
import { setPoolAside } from "../../services/database/poolFiles.ts"
import { copyPool } from "../data/exports.ts"
import { Mark } from "./Mark.tsx"
import { SetAsideForm } from "./SetAsideForm.tsx"

/**
 * Instead of the page, while no worker starts, however often: the page reads the file itself. It goes away by itself when
 * one does start.
 */
export const StalledScreen = (props: { readonly error: StorageError; readonly attempts: number }) => {
  const [busy, setBusy] = createSignal(false)
  const [note, setNote] = createSignal("")
  const does = async (action: () => Promise<void>, done: string) => {
    setBusy(true)
    setNote("")
    try {
      await action()
      setNote(done)
    } catch (cause) {
      setNote(cause instanceof Error ? cause.message : String(cause))
    }
    setBusy(false)
  }
  return (
    <main class="full-page" aria-labelledby="stalled-title">
      <div class="full-page-card">
        <Mark />
        <h1 id="stalled-title">The database does not start</h1>
        <p role="alert">
          OpenChat tried it several times and goes on trying. Your chats are on this device and have not been
          changed. Reloading the page or restarting the browser often helps.
        </p>
        <div class="actions">
          <button type="button" class="button primary" onClick={() => location.reload()}>
            Reload
          </button>
          <button
            type="button"
            class="button"
            disabled={busy()}
            onClick={() => void does(copyPool, "The copy is in your downloads.")}
          >
            Save a copy of the file
          </button>
        </div>
        <SetAsideForm
          busy={busy()}
          onConfirm={() => void does(setPoolAside, "The file is set aside. Reload the page to begin anew.")}
        />
        <p class="note" role="status">
          {note()}
        </p>
        <details>
          <summary>Details</summary>
          <pre class="details" tabindex="0">
            {JSON.stringify({ attempts: props.attempts, error: props.error }, null, 2)}
          </pre>
        </details>
      </div>
    </main>
  )
}

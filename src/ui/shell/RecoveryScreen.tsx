import { createSignal, Show } from "solid-js"
import type { RecoveryAction } from "../../domain/rpc/StorageRpcs.ts"
import type { Failure } from "../client/Failure.ts"
import { reloadIntoNewest } from "../client/updates.ts"
import { exportRaw } from "../data/exports.ts"
import { canSetAside, type LocalDatabase } from "../data/useLocalDatabase.ts"
import { Mark } from "./Mark.tsx"
import { SetAsideForm } from "./SetAsideForm.tsx"

/** Instead of the page, while the database cannot be opened. Nothing is done without being asked for. */
export const RecoveryScreen = (props: { readonly failure: Failure; readonly database: LocalDatabase }) => {
  const [busy, setBusy] = createSignal(false)
  const [note, setNote] = createSignal("")
  const reload = () =>
    props.failure.error?._tag === "SchemaTooNew" || props.failure.error?._tag === "MigrationFailed"

  const recover = (action: RecoveryAction) => {
    setBusy(true)
    setNote("")
    props.database.recover(
      action,
      () => {
        setBusy(false)
        setNote("The database is open again.")
      },
      ({ sentence }) => {
        setBusy(false)
        setNote(sentence)
      },
    )
  }
  const saveCopy = async () => {
    setBusy(true)
    setNote("")
    try {
      await exportRaw("present")
      setNote("The copy is in your downloads.")
    } catch (cause) {
      setNote(cause instanceof Error ? cause.message : "The copy could not be made.")
    }
    setBusy(false)
  }
  return (
    <main class="full-page" aria-labelledby="recovery-title">
      <div class="full-page-card">
        <Mark />
        <h1 id="recovery-title">Your chats cannot be opened</h1>
        <p role="alert">{props.failure.sentence}</p>
        <div class="actions">
          <Show
            when={reload()}
            fallback={
              <button type="button" class="button primary" disabled={busy()} onClick={() => recover("retry")}>
                Retry
              </button>
            }
          >
            <button type="button" class="button primary" onClick={reloadIntoNewest}>
              Reload
            </button>
            <button type="button" class="button" disabled={busy()} onClick={() => recover("retry")}>
              Retry
            </button>
          </Show>
          <button type="button" class="button" disabled={busy()} onClick={() => void saveCopy()}>
            Save a copy of the file
          </button>
          <button type="button" class="button" disabled={busy()} onClick={() => recover("in-memory")}>
            Go on without it
          </button>
        </div>
        <p class="setting-hint">
          Without it you begin with nothing, and what you write is not kept. The file stays as it is.
        </p>
        <Show when={canSetAside(props.failure)}>
          <SetAsideForm busy={busy()} onConfirm={() => recover("set-aside")} />
        </Show>
        <p class="note" role="status">
          {note()}
        </p>
        <Show when={props.failure.error}>
          {(error) => (
            <details>
              <summary>Details</summary>
              <pre class="details" tabindex="0">
                {JSON.stringify(error(), null, 2)}
              </pre>
            </details>
          )}
        </Show>
      </div>
    </main>
  )
}

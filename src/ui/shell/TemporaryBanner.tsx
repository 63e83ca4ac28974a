import { A } from "@solidjs/router"
import { createSignal, lazy, onCleanup, onMount, Show, Suspense } from "solid-js"
import IconHardDrive from "~icons/lucide/hard-drive"
import type { RecoveryAction } from "../../domain/rpc/StorageRpcs.ts"
import type { Failure } from "../client/Failure.ts"
import { canSetAside, type LocalDatabase } from "../data/useLocalDatabase.ts"

const ConfirmDialog = lazy(async () => ({ default: (await import("./ConfirmDialog.tsx")).ConfirmDialog }))

/** After the recovery screen: the chats on the disk are still there, and what is written now is not kept yet. */
export const TemporaryBanner = (props: { readonly database: LocalDatabase }) => {
  const [failure, setFailure] = createSignal<Failure>()
  const [busy, setBusy] = createSignal(false)
  const [asking, setAsking] = createSignal(false)
  const recover = (action: RecoveryAction) => {
    setBusy(true)
    setFailure(undefined)
    props.database.recover(
      action,
      () => setBusy(false),
      (found) => {
        setBusy(false)
        setFailure(found)
      },
    )
  }
  // the browser asks before the tab is closed
  const hold = (event: BeforeUnloadEvent) => event.preventDefault()
  onMount(() => {
    void ConfirmDialog.preload()
    window.addEventListener("beforeunload", hold)
    onCleanup(() => window.removeEventListener("beforeunload", hold))
  })
  const maySetAside = () => {
    const found = failure()
    return found !== undefined && canSetAside(found)
  }
  return (
    <div
      class="banner warning"
      role="status"
      aria-label="Storage: nothing is kept while your chats cannot be opened"
    >
      <IconHardDrive />
      <p>
        <strong>Your chats on this device could not be opened and are untouched.</strong> What you write now
        comes along when they open again, and is gone if this tab is closed before: export it from{" "}
        <A href="/settings/data">Settings, Data</A>.{" "}
        <Show when={failure()}>{(found) => found().sentence}</Show>
      </p>
      <Show when={maySetAside()}>
        <button type="button" class="button small" disabled={busy()} onClick={() => setAsking(true)}>
          Set the file aside
        </button>
      </Show>
      <button type="button" class="button small" disabled={busy()} onClick={() => recover("retry")}>
        Try to open them
      </button>
      <Suspense>
        <Show when={asking()}>
          <ConfirmDialog
            title="Set the damaged file aside?"
            confirm="Set aside"
            onConfirm={() => {
              setAsking(false)
              recover("set-aside")
            }}
            onClose={() => setAsking(false)}
          >
            <p>
              It is kept under another name, and you go on with a new one that what you have written since
              comes along to. Save a copy first if you have not: reload the page to be asked again.
            </p>
          </ConfirmDialog>
        </Show>
      </Suspense>
    </div>
  )
}

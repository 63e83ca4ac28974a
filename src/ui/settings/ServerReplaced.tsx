import { createSignal, Show } from "solid-js"
import { syncStatus } from "../data/syncStatus.ts"
import { useSyncSettings } from "../data/useSyncSettings.ts"
import { announce } from "../shell/announce.ts"
import { ConfirmDialog } from "../shell/ConfirmDialog.tsx"
import { showFailure } from "../shell/toasts.ts"
import { countOf } from "../sync/countOf.ts"

/** S9: another server answers, or an older copy of it, and nothing is sent or removed until the person has chosen. */
export const ServerReplaced = () => {
  const { acceptServer } = useSyncSettings()
  const [taking, setTaking] = createSignal(false)
  const pending = () => syncStatus()?.pendingChanges ?? 0
  const accept = (keep: boolean) => {
    setTaking(false)
    announce(keep ? "What is missing is sent again" : "The server’s copy is taken")
    acceptServer(keep, showFailure)
  }
  return (
    <section class="panel warning" aria-labelledby="server-replaced">
      <h2 id="server-replaced">The server was restored or replaced</h2>
      <p>
        It no longer knows everything that this device has: it may come from a backup. Nothing has been sent
        or removed since, and you can go on writing. How should it go on?
      </p>
      <ul class="points">
        <li>
          <strong>Send what is missing again</strong> brings the server up to what this device has. Nothing
          disappears anywhere. This is what most people want.
        </li>
        <li>
          <strong>Take the server’s copy</strong> removes from this device what the server does not have.
        </li>
      </ul>
      <div class="actions">
        <button type="button" class="button primary" onClick={() => accept(true)}>
          Send what is missing again
        </button>
        <button type="button" class="button danger" onClick={() => setTaking(true)}>
          Take the server’s copy
        </button>
      </div>
      <Show when={taking()}>
        <ConfirmDialog
          title="Take the server’s copy?"
          confirm="Take the server’s copy"
          danger
          onConfirm={() => accept(false)}
          onClose={() => setTaking(false)}
        >
          <p>
            Chats and messages that were synced before and that the server no longer has disappear from this
            device. They cannot be brought back from here.
          </p>
          <Show when={pending() > 0}>
            <p>
              {countOf(pending(), "change")} that {pending() === 1 ? "waits is" : "wait are"} sent. What the
              server can no longer place, a message that follows a lost one for example, is kept in the list
              of refused changes.
            </p>
          </Show>
          <p>To be safe, export your chats first, under Data.</p>
        </ConfirmDialog>
      </Show>
    </section>
  )
}

import { A } from "@solidjs/router"
import { createSignal, Show } from "solid-js"
import { stateOf, type SyncStatus } from "../../domain/sync/SyncStatus.ts"
import { lastBackup } from "../backup/backupRules.ts"
import { backupState } from "../backup/backupState.ts"
import { syncStatus, triggerSync } from "../data/syncStatus.ts"
import { clock } from "../shell/clock.ts"
import { closeDrawer } from "../shell/layout.ts"
import { showFailure } from "../shell/toasts.ts"
import { SyncIcon } from "./SyncIcon.tsx"
import { syncSentence } from "./syncSentence.ts"
import { stateWords, syncWords } from "./syncWords.ts"
import "./syncStatus.css"

interface Props {
  /** The icon alone, for a bar that has no room for words. */
  readonly compact?: boolean
}

/** States in which somebody should look. */
const alarming: ReadonlySet<string> = new Set(["signed-out", "stopped", "refused"])

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const More = (props: { readonly status: SyncStatus; readonly onLeave: () => void }) => {
  const state = () => stateOf(props.status)
  return (
    <>
      <p class="sync-headline">{capital(syncWords(props.status, clock()()))}</p>
      <p>{syncSentence(props.status)}</p>
      <Show when={state() === "local-only"}>
        <p>{capital(lastBackup(backupState(), clock()()))}.</p>
      </Show>
      <div class="actions">
        <Show when={state() !== "local-only" && state() !== "signed-out"}>
          <button
            type="button"
            class="button small primary"
            disabled={props.status.syncing}
            onClick={() => triggerSync(showFailure)}
          >
            Sync now
          </button>
        </Show>
        <Show when={state() === "signed-out" || (state() === "local-only" && !props.status.signedIn)}>
          <A class="button small primary" href="/settings/account" onClick={() => props.onLeave()}>
            {state() === "signed-out" ? "Sign in again" : "Sign in to sync"}
          </A>
        </Show>
        <A class="button small" href="/settings/sync" onClick={() => props.onLeave()}>
          Sync settings
        </A>
      </div>
    </>
  )
}

/** How sync is, on every page, in one button; more about it when it is pressed. */
export const SyncStatusIndicator = (props: Props) => {
  const [open, setOpen] = createSignal(false)
  let popover: HTMLDivElement | undefined
  const leave = () => {
    popover?.hidePopover()
    closeDrawer()
  }
  return (
    <Show when={syncStatus()}>
      {(status) => (
        <>
          <button
            type="button"
            class={props.compact ? "icon-button sync-status" : "sidebar-button sync-status"}
            classList={{ alarming: alarming.has(stateOf(status())) }}
            aria-label={`Sync: ${syncWords(status(), clock()())}`}
            aria-expanded={open()}
            popovertarget="sync-popover"
          >
            <SyncIcon status={status()} />
            <Show when={!props.compact}>
              <span class="sync-words">{capital(stateWords(status(), clock()()))}</span>
            </Show>
            <Show when={status().conflicts > 0}>
              <span class="sync-dot" />
            </Show>
          </button>
          <div
            ref={popover}
            id="sync-popover"
            class="sync-popover"
            classList={{ compact: props.compact ?? false }}
            popover="auto"
            role="dialog"
            aria-label="Sync"
            onToggle={(event) => setOpen(event.newState === "open")}
          >
            <Show when={open()}>
              <More status={status()} onLeave={leave} />
            </Show>
          </div>
        </>
      )}
    </Show>
  )
}

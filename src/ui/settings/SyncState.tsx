import { A } from "@solidjs/router"
import { Match, Show, Switch } from "solid-js"
import { stateOf, type SyncStatus } from "../../domain/sync/SyncStatus.ts"
import { reloadIntoNewest } from "../client/updates.ts"
import { clock } from "../shell/clock.ts"
import { showFull, showTime } from "../shell/times.ts"
import { showFailure } from "../shell/toasts.ts"
import { openConflicts } from "../data/useConflicts.ts"
import { triggerSync } from "../data/syncStatus.ts"
import { ago } from "../sync/ago.ts"
import { countOf, showNumber } from "../sync/countOf.ts"
import { SyncIcon } from "../sync/SyncIcon.tsx"
import { syncSentence } from "../sync/syncSentence.ts"
import { syncWords } from "../sync/syncWords.ts"
import { showVersions } from "../sync/versions.ts"
import { ServerReplaced } from "./ServerReplaced.tsx"

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** What a device that was revoked can still do. */
const Revoked = () => (
  <p class="setting-hint">
    To use it with your account again: export what you need under <A href="/settings/data">Data</A>, then sign
    out under <A href="/settings/account">Account</A>, removing what is here, and sign in as a new device.
  </p>
)

/** How sync is, why, and what can be done about it. */
export const SyncState = (props: { readonly status: SyncStatus }) => {
  const state = () => stateOf(props.status)
  const tag = () => (state() === "stopped" ? props.status.error?._tag : undefined)
  /** Which a reload cures, as it brings the newest page. */
  const isTooOld = () => {
    const { error } = props.status
    return error?._tag === "ProtocolTooOld" && error.side === "client"
  }
  const newestConflict = () => {
    const newest = openConflicts()?.[0]
    return newest && { entityType: newest.entityType, entityId: newest.entityId }
  }
  return (
    <Show when={tag() !== "EpochMismatch"} fallback={<ServerReplaced />}>
      <section class="panel" classList={{ warning: state() === "stopped" }} aria-label="State of sync">
        <div class="sync-state">
          <SyncIcon status={props.status} />
          <div>
            <h2>{capital(syncWords(props.status, clock()()))}</h2>
            <p>{syncSentence(props.status)}</p>
            <Show when={props.status.conflicts > 0}>
              <p>
                {countOf(props.status.conflicts, "conflict")}{" "}
                {props.status.conflicts === 1 ? "waits" : "wait"} for your choice.
              </p>
            </Show>
            <Show when={tag() === "Forbidden"}>
              <Revoked />
            </Show>
          </div>
        </div>
        <Show when={state() !== "local-only"}>
          <dl class="sync-facts">
            <div>
              <dt>Last synced</dt>
              <dd>
                <Show when={props.status.lastSyncedAt} fallback="Never">
                  {(at) => (
                    <time title={showFull(at())}>
                      {ago(at(), clock()())}, {showTime(at())}
                    </time>
                  )}
                </Show>
              </dd>
            </div>
            <div>
              <dt>Waiting to be sent</dt>
              <dd>{showNumber(props.status.pendingChanges)}</dd>
            </div>
            <div>
              <dt>Server</dt>
              <dd>{props.status.online ? "Reachable" : "Not reached"}</dd>
            </div>
          </dl>
        </Show>
        <div class="actions">
          <Switch>
            <Match when={state() === "signed-out"}>
              <A class="button primary" href="/settings/account">
                Sign in again
              </A>
            </Match>
            <Match when={state() === "local-only" && !props.status.signedIn}>
              <A class="button primary" href="/settings/account">
                Sign in to sync
              </A>
            </Match>
            <Match when={isTooOld()}>
              <button type="button" class="button primary" onClick={reloadIntoNewest}>
                Reload to update
              </button>
            </Match>
          </Switch>
          <Show when={newestConflict()}>
            {(conflict) => (
              <button type="button" class="button primary" onClick={() => showVersions(conflict())}>
                Compare versions
              </button>
            )}
          </Show>
          <button
            type="button"
            class="button"
            disabled={state() === "local-only" || state() === "signed-out" || props.status.syncing}
            onClick={() => triggerSync(showFailure)}
          >
            Sync now
          </button>
        </div>
      </section>
    </Show>
  )
}

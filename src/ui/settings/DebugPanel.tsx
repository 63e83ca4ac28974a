import { createSignal, For, Show } from "solid-js"
import type { AppError } from "../../domain/errors/AppError.ts"
import type { DebugFacts } from "../../domain/rpc/DebugRpcs.ts"
import { stateOf } from "../../domain/sync/SyncStatus.ts"
import { connection } from "../data/connection.ts"
import { exportJson, exportSqlite } from "../data/exports.ts"
import { syncStatus, triggerSync } from "../data/syncStatus.ts"
import { useDebug } from "../data/useDebug.ts"
import { useStorage } from "../data/useStorage.ts"
import { copyText } from "../shell/copyText.ts"
import { showFull } from "../shell/times.ts"
import { debugDetails } from "./debugDetails.ts"
import { DebugEvents } from "./DebugEvents.tsx"
import { ExportButton } from "./ExportButton.tsx"
import { showBytes } from "./showBytes.ts"

const Fact = (props: { readonly name: string; readonly value: string | number | undefined }) => (
  <div>
    <dt>{props.name}</dt>
    <dd>{props.value ?? "…"}</dd>
  </div>
)

const showFact = (facts: DebugFacts | undefined, show: (facts: DebugFacts) => string) => facts && show(facts)

const showError = (error: AppError | null) => {
  if (error === null) return "none"
  return "detail" in error ? `${error._tag}: ${error.detail}` : error._tag
}

const lastSynced = (at: number | null) => (at === null ? "never" : showFull(at))

/** What the page and its database are, and tools to look after them. */
export const DebugPanel = () => {
  const debug = useDebug()
  const storage = useStorage()
  const [busy, setBusy] = createSignal(false)
  const [note, setNote] = createSignal("")
  const [problems, setProblems] = createSignal<ReadonlyArray<string>>([])

  const connected = () => {
    const state = connection()
    return state._tag === "Connected" ? state : undefined
  }
  const finish = (text: string, found: ReadonlyArray<string> = []) => {
    setBusy(false)
    setNote(text)
    setProblems(found)
  }
  const check = () => {
    setBusy(true)
    setNote("Checking…")
    debug.checkIntegrity(
      (report) =>
        finish(
          report.problems.length === 0 ? "Integrity: ok. Nothing is wrong." : "Problems were found:",
          report.problems,
        ),
      ({ sentence }) => finish(sentence),
    )
  }
  const rebuild = () => {
    setBusy(true)
    setNote("Building the search index…")
    debug.rebuildSearch(
      () => finish("The search index was built anew."),
      ({ sentence }) => finish(sentence),
    )
  }
  const forceSync = () => {
    const status = syncStatus()
    if (status !== undefined && stateOf(status) === "local-only") {
      setNote("Nothing is synced in local only mode.")
      return
    }
    setNote("A round of sync was asked for. Its state is below.")
    triggerSync(({ sentence }) => setNote(sentence))
  }
  const facts = debug.facts
  const sync = () => {
    const status = syncStatus()
    return status && { ...status, state: stateOf(status) }
  }
  return (
    <>
      <div class="actions">
        <button type="button" class="button" disabled={busy()} onClick={check}>
          Check integrity
        </button>
        <button type="button" class="button" disabled={syncStatus() === undefined} onClick={forceSync}>
          Force sync
        </button>
        <ExportButton label="Export local data" run={exportJson} />
        <ExportButton label="Export database file" run={exportSqlite} />
        <button type="button" class="button" disabled={busy()} onClick={rebuild}>
          Rebuild search index
        </button>
        <button
          type="button"
          class="button"
          onClick={() =>
            copyText(debugDetails({ connection: connection(), facts: facts(), sync: syncStatus() }))
          }
        >
          Copy details
        </button>
      </div>
      <p class="note" role="status">
        {note()}
      </p>
      <Show when={problems().length > 0}>
        <ul class="debug-problems">
          <For each={problems()}>{(problem) => <li>{problem}</li>}</For>
        </ul>
      </Show>
      <dl class="facts">
        <Fact name="Role" value={connected()?.role} />
        <Fact name="Storage" value={facts()?.storage ?? storage.status()?.kind} />
        <Fact name="Tab" value={connected()?.worker} />
        <Fact name="Version" value={import.meta.env.VITE_APP_VERSION} />
        <Fact name="Connection" value={connection()._tag} />
        <Fact name="Leader" value={facts()?.leader} />
        <Fact name="Open tabs" value={facts()?.tabs} />
        <Fact name="SQLite version" value={facts()?.sqliteVersion} />
        <Fact name="Schema version" value={facts()?.schemaVersion} />
        <Fact name="VFS" value={facts()?.vfs} />
        <Fact name="Journal mode" value={facts()?.journalMode} />
        <Fact name="File size" value={showFact(facts(), ({ fileSize }) => showBytes(fileSize))} />
        <Fact name="Opened in" value={showFact(facts(), ({ openedIn }) => `${Math.round(openedIn)} ms`)} />
        <Fact name="Chats" value={facts()?.counts.chats} />
        <Fact name="Messages" value={facts()?.counts.messages} />
        <Fact name="Changes" value={facts()?.counts.events} />
        <Fact name="Pending changes" value={facts()?.counts.pending} />
        <Fact name="Sync state" value={sync()?.state} />
        <Fact name="Sync mode" value={sync()?.mode} />
        <Fact name="Server" value={sync() && (sync()?.online ? "reachable" : "not reached")} />
        <Fact name="Last synced" value={sync() && lastSynced(sync()?.lastSyncedAt ?? null)} />
        <Fact name="Refused changes" value={sync()?.refusedChanges} />
        <Fact name="Open conflicts" value={sync()?.conflicts} />
        <Fact name="Sync error" value={sync() && showError(sync()?.error ?? null)} />
      </dl>
      <DebugEvents events={debug.events()} />
    </>
  )
}

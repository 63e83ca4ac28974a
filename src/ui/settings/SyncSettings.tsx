import { Show } from "solid-js"
import { syncStatus } from "../data/syncStatus.ts"
import { useSyncSettings } from "../data/useSyncSettings.ts"
import { ConflictList } from "./ConflictList.tsx"
import { DeviceList } from "./DeviceList.tsx"
import { RefusedList } from "./RefusedList.tsx"
import { SyncModeChoice } from "./SyncModeChoice.tsx"
import { SyncPreferences } from "./SyncPreferences.tsx"
import { SyncState } from "./SyncState.tsx"
import "./syncSettings.css"

/** Everything about sync: how it is, how it should be, on which devices, and what it could not settle by itself. */
export const SyncSettings = () => {
  const { config } = useSyncSettings()
  return (
    <>
      <Show when={syncStatus()} fallback={<p class="setting-hint">Asking the database…</p>}>
        {(status) => <SyncState status={status()} />}
      </Show>
      <RefusedList />
      <SyncModeChoice />
      <Show when={config()}>{(it) => <SyncPreferences config={it()} />}</Show>
      <DeviceList />
      <ConflictList />
    </>
  )
}

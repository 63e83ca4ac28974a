import { Meter } from "@kobalte/core/meter"
import { createSignal, lazy, onMount, Show, Suspense } from "solid-js"
import type { StorageStatus } from "../../domain/StorageStatus.ts"
import { BackupSettings } from "../backup/BackupSettings.tsx"
import { isKeptHere } from "../backup/useScheduledBackup.ts"
import { CleanUpSettings } from "../cleanup/CleanUpSettings.tsx"
import { useStorage } from "../data/useStorage.ts"
import { showBytes } from "./showBytes.ts"
import { UsageByKind } from "./UsageByKind.tsx"

const ExportSettings = lazy(async () => ({
  default: (await import("../transfer/ExportSettings.tsx")).ExportSettings,
}))
const ImportSettings = lazy(async () => ({
  default: (await import("../transfer/ImportSettings.tsx")).ImportSettings,
}))

const kindTexts = {
  opfs: "In this browser's private file system. It survives a reload and a restart.",
  indexeddb: "In this browser's IndexedDB. It survives a reload and a restart.",
  memory: "In memory only. It is gone when this tab is closed.",
  temporary:
    "In memory only, as the chats on this device cannot be opened. It is gone when this tab is closed.",
  cloud: "With the server alone. Nothing of your chats is kept on this device.",
} as const

const Usage = (props: { readonly status: StorageStatus }) => (
  <Show
    when={props.status.quota !== null && props.status.usage !== null && props.status}
    fallback={<p class="setting-hint">This browser does not say how much space is used.</p>}
  >
    {(status) => (
      <Meter
        class="meter"
        value={status().usage ?? 0}
        minValue={0}
        maxValue={status().quota ?? 1}
        getValueLabel={({ value, max }) => `${showBytes(value)} of ${showBytes(max)}`}
      >
        <div class="meter-head">
          <Meter.Label>Storage used</Meter.Label>
          <Meter.ValueLabel />
        </div>
        <Meter.Track class="meter-track">
          <Meter.Fill class="meter-fill" />
        </Meter.Track>
      </Meter>
    )}
  </Show>
)

const Persistence = (props: { readonly status: StorageStatus; readonly persist: () => Promise<boolean> }) => {
  const [refused, setRefused] = createSignal(false)
  return (
    <Show
      when={!props.status.persisted}
      fallback={<p class="setting-hint">The browser has promised not to remove your chats to make room.</p>}
    >
      <p class="setting-hint">
        The browser may remove your chats when the disk is nearly full. You can ask it not to.
      </p>
      <div class="actions">
        <button
          type="button"
          class="button"
          onClick={() => void props.persist().then((granted) => setRefused(!granted))}
        >
          Keep my chats when space runs low
        </button>
      </div>
      <p class="note" role="status">
        {refused() ? "The browser did not agree. Installing OpenChat or using it often makes it agree." : ""}
      </p>
    </Show>
  )
}

export const DataSettings = () => {
  const storage = useStorage()
  onMount(storage.refresh)
  return (
    <>
      <section class="setting">
        <h2 class="setting-name">Where your chats are</h2>
        <Show when={storage.status()} fallback={<p class="setting-hint">Asking the database…</p>}>
          {(status) => (
            <>
              <p class="setting-hint">{kindTexts[status().kind]}</p>
              <Usage status={status()} />
              <Show when={status().kind !== "memory" && status().kind !== "temporary"}>
                <Persistence status={status()} persist={storage.persist} />
              </Show>
            </>
          )}
        </Show>
      </section>
      <Suspense>
        <ImportSettings />
        <ExportSettings />
      </Suspense>
      <UsageByKind />
      <CleanUpSettings />
      <Show when={isKeptHere(storage)}>
        <BackupSettings />
      </Show>
    </>
  )
}

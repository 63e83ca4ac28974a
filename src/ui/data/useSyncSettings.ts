import { type Accessor, createSignal } from "solid-js"
import type { SyncConfig, SyncMode } from "../../domain/SyncConfig.ts"
import type { Failure } from "../client/Failure.ts"
import { newEventId } from "../client/newId.ts"
import { attempt, perform } from "../client/runtime.ts"
import { submit } from "./changes.ts"
import { once } from "./once.ts"
import { followShown } from "./problems.ts"

type Patch = Partial<Pick<SyncConfig, "autoSync" | "intervalMs" | "conflictPolicy">>
type Preferences = Omit<Patch, "autoSync">
type Failed = (failure: Failure) => void

const shared = once(() => {
  const [config, setConfig] = createSignal<SyncConfig>()
  followShown((client) => client.cloud.config(undefined, { asMailbox: true }), setConfig)
  return config
})

const update = (patch: Patch, failed: Failed): void => {
  const userId = shared()()?.userId
  if (userId === undefined) return
  submit([{ _tag: "UpdateSyncConfig", eventId: newEventId(), userId, patch }], { failed })
}

const setMode = (mode: SyncMode, done: () => void, failed: Failed): void => {
  attempt((client) => client.cloud.setMode({ mode }), { success: done, failure: failed })
}

const acceptServer = (keep: boolean, failed: Failed): void => {
  perform((client) => client.cloud.acceptServer({ keep }), { failure: failed })
}

export interface SyncSettingsHandle {
  /** Undefined until the database has answered. */
  readonly config: Accessor<SyncConfig | undefined>
  /** From now on changes travel by themselves, for every device of the person. */
  readonly startAutoSync: (failed: Failed) => void
  /** From now on changes wait until they are told to travel, for every device of the person. */
  readonly stopAutoSync: (failed: Failed) => void
  /** For every device of the person. */
  readonly update: (patch: Preferences, failed: Failed) => void
  /** Of this device alone. */
  readonly setMode: (mode: SyncMode, done: () => void, failed: Failed) => void
  /** S9: whether what the server lost is sent to it again, or taken as lost here too. */
  readonly acceptServer: (keep: boolean, failed: Failed) => void
}

/** How the person wants their devices to be kept equal. One for the page. */
export const useSyncSettings = (): SyncSettingsHandle => ({
  config: shared(),
  startAutoSync: (failed) => update({ autoSync: true }, failed),
  stopAutoSync: (failed) => update({ autoSync: false }, failed),
  update,
  setMode,
  acceptServer,
})

import { type Accessor, createEffect, createMemo, on, onCleanup, onMount } from "solid-js"
import { cureOf } from "../../domain/errors/AppError.ts"
import type { Connection } from "../../domain/rpc/TabWire.ts"
import type { SyncStatus } from "../../domain/sync/SyncStatus.ts"
import type { RecoveryAction } from "../../domain/rpc/StorageRpcs.ts"
import type { Failure } from "../client/Failure.ts"
import { perform } from "../client/runtime.ts"
import { askToKeep } from "./askToKeep.ts"
import { connection } from "./connection.ts"
import { exportJson } from "./exports.ts"
import { queryFailure } from "./problems.ts"
import { syncStatus, triggerSync } from "./syncStatus.ts"
import { type Storage, useStorage } from "./useStorage.ts"

export interface LocalDatabase extends Storage {
  /** Whether questions are answered. */
  readonly ready: Accessor<boolean>
  readonly connection: Accessor<Connection>
  /** Why the database cannot be opened; only the person can cure it. */
  readonly unusable: Accessor<Failure | undefined>
  /** No worker has started for so long that waiting alone will not help. */
  readonly stalled: Accessor<Extract<Connection, { _tag: "Restarting" }> | undefined>
  /** What keeps the lists from being read just now, and goes away by itself. */
  readonly trouble: Accessor<Failure | undefined>
  readonly recover: (action: RecoveryAction, done: () => void, failed: (failure: Failure) => void) => void
  readonly exportLocalData: () => Promise<void>
  /** Undefined until the database has answered. */
  readonly syncStatus: Accessor<SyncStatus | undefined>
  /** A round now, also where automatic sync is off. */
  readonly triggerSync: (failed?: (failure: Failure) => void) => void
}

const weighMillis = 60_000

/** Three that break at once are 3 s, three that say nothing 35 s. */
const patientAttempts = 3

const unusableTags: ReadonlySet<string> = new Set(["StorageCorrupt", "SchemaTooNew", "MigrationFailed"])

const needsPerson = ({ error }: Failure) =>
  error !== null &&
  (unusableTags.has(error._tag) || (error._tag === "StorageUnavailable" && error.reason !== "closed"))

/** How the database of this device is. */
export const useLocalDatabase = (): LocalDatabase => {
  const storage = useStorage()
  onMount(() => {
    askToKeep(storage)
    // how full the disk is changes without anybody saying so
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") storage.refresh()
    }, weighMillis)
    onCleanup(() => clearInterval(timer))
  })
  const unusable = createMemo(() => {
    const failure = queryFailure()
    return failure !== undefined && needsPerson(failure) ? failure : undefined
  })
  // it may have been cured in another tab, and lie elsewhere now
  createEffect(on(unusable, (failure) => failure === undefined && storage.refresh(), { defer: true }))
  return {
    ...storage,
    connection,
    ready: () => connection()._tag === "Connected" && queryFailure() === undefined,
    unusable,
    stalled: () => {
      const now = connection()
      return now._tag === "Restarting" && now.attempts >= patientAttempts ? now : undefined
    },
    trouble: () => (unusable() === undefined ? queryFailure() : undefined),
    recover: (action, done, failed) => {
      const recovered = () => {
        storage.refresh()
        done()
      }
      perform((client) => client.storage.recover({ action }), { success: recovered, failure: failed })
    },
    exportLocalData: exportJson,
    syncStatus,
    triggerSync,
  }
}

/** Whether beginning anew helps, rather than a newer version or another browser. */
export const canSetAside = ({ error }: Failure): boolean =>
  error !== null && (cureOf(error) === "quarantine" || error._tag === "MigrationFailed")

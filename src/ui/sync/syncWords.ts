import type { AppError } from "../../domain/errors/AppError.ts"
import { stateOf, type SyncState, type SyncStatus } from "../../domain/sync/SyncStatus.ts"
import { ago } from "./ago.ts"
import { countOf, showNumber } from "./countOf.ts"

/** Why sync stopped, in as few words as a button takes. */
const stopReason = (error: AppError | null): string => {
  switch (error?._tag) {
    case "Forbidden":
      return "device revoked"
    case "EpochMismatch":
      return "server replaced"
    case "ProtocolTooOld":
      return error.side === "client" ? "update needed" : "server needs an update"
    case "ClockSkew":
      return "wrong clock"
    case "StorageFull":
      return "no space left"
    default:
      return "something is wrong"
  }
}

/** Nothing is being asked of the server because the person wants it so, which is no trouble of the network. */
export const isPaused = (status: SyncStatus): boolean =>
  !status.autoSync && status.error === null && stateOf(status) === "offline"

const wordsFor = (state: SyncState, status: SyncStatus, now: number): ReadonlyArray<string | null> => {
  const { error, fetching, lastSyncedAt, pendingChanges, refusedChanges } = status
  const pending = pendingChanges === 0 ? null : `${showNumber(pendingChanges)} pending`
  const synced = lastSyncedAt === null ? null : `synced ${ago(lastSyncedAt, now)}`
  switch (state) {
    case "local-only":
      return ["local only"]
    case "signed-out":
      return ["signed out", pending]
    case "stopped":
      return [`stopped: ${stopReason(error)}`, pending]
    case "offline":
      return isPaused(status) ? ["paused", pending ?? synced] : ["offline", pending]
    case "fetching":
      return [fetching === null || fetching === 0 ? "fetching" : `fetching ${showNumber(fetching)}`]
    case "syncing":
      return ["syncing", pending]
    case "pending":
      return error === null ? [pending ?? "not synced yet"] : ["trying again", pending]
    case "refused":
      return [`${showNumber(refusedChanges)} refused`]
    case "synced":
      return [synced]
  }
}

/** The state alone, for a place that is narrow: the beginning of `syncWords`. */
export const stateWords = (status: SyncStatus, now: number): string => {
  const state = stateOf(status)
  const words = wordsFor(state, status, now).filter((part) => part !== null)
  return words.slice(0, state === "stopped" ? 1 : words.length).join(", ")
}

/** What a person is told about sync: "offline, 3 pending", "synced 2 minutes ago, 1 conflict". */
export const syncWords = (status: SyncStatus, now: number): string =>
  [
    ...wordsFor(stateOf(status), status, now),
    status.conflicts === 0 ? null : countOf(status.conflicts, "conflict"),
  ]
    .filter((part) => part !== null)
    .join(", ")

import { Schema } from "effect"
import { AppError } from "../errors/AppError.ts"
import { Millis } from "../Scalars.ts"
import { SyncMode } from "../SyncConfig.ts"

const Count = Schema.Int.pipe(Schema.nonNegative())

/** How sync is, as far as this device knows. */
export const SyncStatus = Schema.Struct({
  mode: SyncMode,
  /** Whether this device has an account. */
  signedIn: Schema.Boolean,
  autoSync: Schema.Boolean,
  /** Whether the server answered when it was last asked. */
  online: Schema.Boolean,
  syncing: Schema.Boolean,
  /** Changes that the server has not acknowledged. */
  pendingChanges: Count,
  /** Changes that the server will never take, and that nobody has looked at yet. */
  refusedChanges: Count,
  /** Conflicts that wait for a person. */
  conflicts: Count,
  /** When everything was last sent and fetched. */
  lastSyncedAt: Schema.NullOr(Millis),
  /** Rows that a new device has fetched so far; null when it has all. */
  fetching: Schema.NullOr(Count),
  error: Schema.NullOr(AppError),
})
export type SyncStatus = typeof SyncStatus.Type

/** What a person is told, one word at a time. */
export type SyncState =
  | "local-only"
  | "signed-out"
  | "stopped"
  | "offline"
  | "fetching"
  | "syncing"
  | "pending"
  | "refused"
  | "synced"

/** Those that only a person or an update cures. */
const stopping: ReadonlySet<string> = new Set([
  "NeedsAuth",
  "Forbidden",
  "EpochMismatch",
  "ProtocolTooOld",
  "ClockSkew",
  "StorageFull",
  "StorageCorrupt",
  "SchemaTooNew",
])

/**
 * S8: "synced" is said only when nothing waits and the server acknowledged it all; every reason why it cannot be said
 * has a state of its own.
 */
export const stateOf = (status: SyncStatus): SyncState => {
  if (status.mode === "local-only") return "local-only"
  if (!status.signedIn || status.error?._tag === "NeedsAuth") return "signed-out"
  if (status.error !== null && stopping.has(status.error._tag)) return "stopped"
  if (!status.online) return "offline"
  if (status.fetching !== null) return "fetching"
  if (status.syncing) return "syncing"
  if (status.pendingChanges > 0 || status.lastSyncedAt === null || status.error !== null) return "pending"
  return status.refusedChanges > 0 ? "refused" : "synced"
}

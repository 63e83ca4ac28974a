import { Schema } from "effect"
import { UserId } from "./Ids.ts"
import { Millis } from "./Scalars.ts"

export const SyncMode = Schema.Literal("local-only", "cloud-only", "hybrid")
export type SyncMode = typeof SyncMode.Type

/** `automatic` follows the rules of the design; `ask` keeps both sides until the person chooses. */
export const ConflictPolicy = Schema.Literal("automatic", "ask")
export type ConflictPolicy = typeof ConflictPolicy.Type

export const SyncConfig = Schema.Struct({
  userId: UserId,
  mode: SyncMode,
  autoSync: Schema.Boolean,
  /** Milliseconds between two rounds when nothing pokes: from a second to a day. */
  intervalMs: Schema.Int.pipe(Schema.between(1_000, 86_400_000)),
  conflictPolicy: ConflictPolicy,
  updatedAt: Millis,
})
export type SyncConfig = typeof SyncConfig.Type

export const SyncConfigPatch = Schema.partialWith(
  SyncConfig.pick("mode", "autoSync", "intervalMs", "conflictPolicy"),
  { exact: true },
)

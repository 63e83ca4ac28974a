import { Schema } from "effect"
import { UserId } from "./Ids.ts"
import { Millis, registers, unseen } from "./Scalars.ts"

export const SyncMode = Schema.Literal("local-only", "cloud-only", "hybrid")
export type SyncMode = typeof SyncMode.Type

/**
 * Who settles a conflict about a text. The rules decide at once what is shown, and both sides are kept, in either case;
 * with `ask` the page does not rest until the person has chosen.
 */
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
  ...registers,
})
export type SyncConfig = typeof SyncConfig.Type

export const SyncConfigPatch = Schema.partialWith(
  SyncConfig.pick("mode", "autoSync", "intervalMs", "conflictPolicy"),
  { exact: true },
)

/** What a person begins with. */
export const initialConfig = (userId: UserId, updatedAt: number): SyncConfig => ({
  userId,
  mode: "local-only",
  autoSync: true,
  intervalMs: 30_000,
  conflictPolicy: "automatic",
  updatedAt,
  ...unseen,
})

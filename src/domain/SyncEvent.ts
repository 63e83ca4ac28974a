import { Schema } from "effect"
import { DeviceId, EventId, UserId } from "./Ids.ts"
import { Version } from "./Scalars.ts"
import { Timestamp } from "./Timestamp.ts"

export const EntityType = Schema.Literal("user", "chat", "message", "device", "sync_config", "conflict")
export type EntityType = typeof EntityType.Type

export const Operation = Schema.Literal("create", "update", "delete")
export type Operation = typeof Operation.Type

/** What the server answered; null while it has not. */
export const Outcome = Schema.Literal("applied", "duplicate", "merged", "conflict", "refused")
export type Outcome = typeof Outcome.Type

/** A change as it is queued in the outbox and kept in the history. */
export const SyncEvent = Schema.Struct({
  id: EventId,
  entityType: EntityType,
  entityId: Schema.String,
  operation: Operation,
  /** The mutation that was applied, as JSON. */
  data: Schema.String,
  timestamp: Timestamp,
  userId: UserId,
  deviceId: DeviceId,
  synced: Schema.Boolean,
  /** From 1, without gaps, per device. */
  number: Schema.Int.pipe(Schema.positive()),
  /** The version of the row that the change was made on. */
  baseVersion: Version,
  outcome: Schema.NullOr(Outcome),
  /** What the texts were that it replaced, by field, as JSON: the base of a three-way merge. */
  replaced: Schema.NullOr(Schema.String),
  /** Why the server refused it. */
  reason: Schema.NullOr(Schema.String),
})
export type SyncEvent = typeof SyncEvent.Type

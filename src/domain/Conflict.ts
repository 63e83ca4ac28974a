import { Schema } from "effect"
import { ConflictId, DeviceId, UserId } from "./Ids.ts"
import { Millis, registers } from "./Scalars.ts"
import { EntityType } from "./SyncEvent.ts"

export const Resolution = Schema.Literal("local", "cloud", "merge")
export type Resolution = typeof Resolution.Type

/**
 * S7: a value that lost, beside the one that won, so that it can be brought back. Values are JSON. `local` is what
 * the device sent, `cloud` what the server had. One that no person needs to look at is settled as it is made.
 */
export const Conflict = Schema.Struct({
  id: ConflictId,
  userId: UserId,
  entityType: EntityType,
  entityId: Schema.String,
  field: Schema.String,
  localValue: Schema.String,
  cloudValue: Schema.String,
  baseValue: Schema.NullOr(Schema.String),
  /** The device that sent the local value. */
  deviceId: DeviceId,
  createdAt: Millis,
  resolvedAt: Schema.NullOr(Millis),
  resolution: Schema.NullOr(Resolution),
  ...registers,
})
export type Conflict = typeof Conflict.Type

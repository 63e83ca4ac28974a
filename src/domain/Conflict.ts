import { Schema } from "effect"
import { ConflictId } from "./Ids.ts"
import { Millis } from "./Scalars.ts"
import { EntityType } from "./SyncEvent.ts"

export const Resolution = Schema.Literal("local", "cloud", "merge")
export type Resolution = typeof Resolution.Type

/** A value that lost, beside the one that won, so that it can be brought back. Values are JSON. */
export const Conflict = Schema.Struct({
  id: ConflictId,
  entityType: EntityType,
  entityId: Schema.String,
  field: Schema.String,
  localValue: Schema.String,
  cloudValue: Schema.String,
  baseValue: Schema.NullOr(Schema.String),
  createdAt: Millis,
  resolvedAt: Schema.NullOr(Millis),
  resolution: Schema.NullOr(Resolution),
})
export type Conflict = typeof Conflict.Type

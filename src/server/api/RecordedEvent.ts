import { Schema } from "effect"
import { Millis, Version } from "../../domain/Scalars.ts"
import { SyncEvent } from "../../domain/SyncEvent.ts"

/** An event as the server remembers it: what was changed, not to what. */
export const RecordedEvent = Schema.Struct({
  ...SyncEvent.pick(
    "id",
    "entityType",
    "entityId",
    "operation",
    "timestamp",
    "deviceId",
    "number",
    "baseVersion",
    "outcome",
    "reason",
  ).fields,
  /** Those that a later version of the protocol made keep their names. */
  entityType: Schema.String,
  operation: Schema.String,
  /** 0 for one that was refused. */
  version: Version,
  receivedAt: Millis,
})
export type RecordedEvent = typeof RecordedEvent.Type

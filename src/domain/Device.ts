import { Schema } from "effect"
import { DeviceId, UserId } from "./Ids.ts"
import { Millis, registers } from "./Scalars.ts"
import { Name } from "./Text.ts"

/** A SHA-256 in hex. Describes a device without naming it; never the device's id. */
export const Fingerprint = Schema.String.pipe(Schema.pattern(/^[0-9a-f]{64}$/), Schema.brand("Fingerprint"))
export type Fingerprint = typeof Fingerprint.Type

export const Device = Schema.Struct({
  id: DeviceId,
  userId: UserId,
  fingerprint: Fingerprint,
  name: Name,
  lastSyncAt: Schema.NullOr(Millis),
  createdAt: Millis,
  /** The number of the device's newest event that was pruned; the next one is greater. */
  lastNumber: Schema.Int.pipe(Schema.nonNegative()),
  revokedAt: Schema.NullOr(Millis),
  ...registers,
})
export type Device = typeof Device.Type

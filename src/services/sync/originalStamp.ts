import type { DeviceId } from "../../domain/Ids.ts"
import type { Clocks } from "../../domain/Scalars.ts"
import { formatTimestamp, parseTimestamp } from "../../domain/Timestamp.ts"

export interface Dated {
  readonly clocks: Clocks
  /** Milliseconds since 1970. */
  readonly createdAt: number
}

/**
 * When the value of a field was written, as this device says it again: sent to a restored server as of now, an old value
 * would win against newer ones. One that never changed is as old as its row.
 */
export const originalStamp = ({ clocks, createdAt }: Dated, field: string, deviceId: DeviceId) => {
  const known = clocks[field]
  return formatTimestamp(
    known === undefined ? { millis: createdAt, counter: 0 } : parseTimestamp(known),
    deviceId,
  )
}

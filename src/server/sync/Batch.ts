import type { DeviceId, UserId } from "../../domain/Ids.ts"
import type { EntityType } from "../../domain/SyncEvent.ts"
import type { Head, Touched } from "./Spaces.ts"

/** What one push has changed so far. It lives as long as the push's transaction. */
export interface Batch {
  readonly userId: UserId
  readonly deviceId: DeviceId
  readonly floor: number
  /** Of the server, milliseconds since 1970. */
  readonly now: number
  /** The newest version that was given out. */
  readonly version: () => number
  readonly touched: () => ReadonlyArray<Touched>
  /** Gives the row its next version. */
  readonly touch: (entityType: EntityType, entityId: string) => number
  /** How much content its answer holds. */
  readonly weight: () => number
  readonly weigh: (content: number) => void
  /** Forgets what was touched after a point, since it was rolled back. */
  readonly rewind: (touched: number, version: number) => void
}

export const makeBatch = (userId: UserId, deviceId: DeviceId, head: Head, now: number): Batch => {
  let version = head.version
  const touched: Array<Touched> = []
  let weight = 0
  return {
    userId,
    deviceId,
    floor: head.floor,
    now,
    version: () => version,
    touched: () => touched,
    touch: (entityType, entityId) => {
      version += 1
      touched.push({ entityType, entityId, version })
      return version
    },
    weight: () => weight,
    weigh: (content) => {
      weight += content
    },
    rewind: (length, to) => {
      touched.length = length
      version = to
    },
  }
}

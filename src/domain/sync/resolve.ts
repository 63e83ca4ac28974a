import type { Clocks, FieldVersions } from "../Scalars.ts"
import type { EntityType, Outcome } from "../SyncEvent.ts"
import { isLater, parseTimestamp, type Timestamp } from "../Timestamp.ts"

/** What is known about the row that a change arrives at. No values: they may be ciphertext (S10). */
export interface Target {
  readonly entityType: EntityType
  readonly deleted: boolean
  readonly clocks: Clocks
  readonly versions: FieldVersions
}

/** What is known about the change. */
export interface Incoming {
  readonly kind: "write" | "delete" | "restore"
  readonly fields: ReadonlyArray<string>
  readonly timestamp: Timestamp
  /** The newest version that its device had seen. */
  readonly baseVersion: number
  readonly deviceId: string
  /** Whether another device changed the entity, or wrote into it, after that version. */
  readonly othersSince: boolean
}

/** A value that gives way to another: the one that comes (`local`) or the one that is there (`cloud`). */
export interface Loss {
  readonly field: string
  readonly loser: "local" | "cloud"
}

export interface Verdict {
  readonly outcome: Extract<Outcome, "applied" | "merged" | "conflict">
  readonly written: ReadonlyArray<string>
  readonly revived: boolean
  readonly lost: ReadonlyArray<Loss>
}

/** C0: two changes are in conflict only if neither side had seen the other. */
const isUnseen = ({ clocks, versions }: Target, change: Incoming, field: string): boolean => {
  const [clock, version] = [clocks[field], versions[field]]
  if (clock === undefined || version === undefined) return false
  return version > change.baseVersion && parseTimestamp(clock).device !== change.deviceId
}

/** C4: what a reply or a person wrote into a message stands as the server has it. */
const cloudWins = (entityType: EntityType, field: string) => entityType === "message" && field === "content"

/**
 * The automatic rules. The server applies them, and a device uses the same ones to foresee what the server will say.
 *
 * - C1: deletion against an edit: the version that is not deleted
 * - C2: different fields: both changes hold
 * - C3: the same field: the most recent change, by the clock; the device's id breaks ties
 * - C4: the content of a message: the cloud's version
 */
export const resolve = (target: Target, change: Incoming): Verdict => {
  if (change.kind === "delete") {
    if (target.deleted) return { outcome: "merged", written: [], revived: false, lost: [] }
    if (!change.othersSince) {
      return { outcome: "applied", written: ["deletedAt"], revived: false, lost: [] }
    }
    return {
      outcome: "conflict",
      written: [],
      revived: false,
      lost: [{ field: "deletedAt", loser: "local" }],
    }
  }
  const merged = change.othersSince ? "merged" : "applied"
  if (change.kind === "restore") {
    return { outcome: merged, written: ["deletedAt"], revived: false, lost: [] }
  }
  const revived = target.deleted && isUnseen(target, change, "deletedAt")
  const lost: Array<Loss> = revived ? [{ field: "deletedAt", loser: "cloud" }] : []
  const written: Array<string> = []
  for (const field of change.fields) {
    if (!isUnseen(target, change, field)) {
      written.push(field)
      continue
    }
    const clock = target.clocks[field]
    const stands =
      cloudWins(target.entityType, field) || clock === undefined || !isLater(change.timestamp, clock)
    if (!stands) written.push(field)
    lost.push({ field, loser: stands ? "local" : "cloud" })
  }
  const gaveWay = lost.some(({ loser }) => loser === "local")
  return { outcome: gaveWay ? "conflict" : lost.length > 0 ? "merged" : merged, written, revived, lost }
}

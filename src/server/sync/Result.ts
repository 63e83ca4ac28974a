import type { Outcome } from "../../domain/SyncEvent.ts"

/** What became of one event. */
export interface Result {
  readonly outcome: Outcome
  readonly reason: string | null
}

export const applied: Result = { outcome: "applied", reason: null }

/** For good: the device keeps it, shows it, and sends the next one (S4). */
export const refused = (reason: string): Result => ({ outcome: "refused", reason })

/** A chat comes back with everything in it, since somebody wrote into it. */
export const revival = { outcome: "merged", written: [], revived: true, lost: [] } as const

import type { Change } from "./changes.ts"

/**
 * Decides which changes still have to be laid over live rows: those that the rows do not show yet. One that was
 * saved and has been seen in them is never applied again, so that a later change made elsewhere is not hidden.
 */
export const makeOverlay = <Live>(shows: (live: Live, change: Change) => boolean) => {
  const seen = new Set<string>()
  return (live: Live, changes: ReadonlyArray<Change>): ReadonlyArray<Change> =>
    changes.filter((change) => {
      if (seen.has(change.id)) return false
      if (change.state !== "saved" || !shows(live, change)) return true
      seen.add(change.id)
      return false
    })
}

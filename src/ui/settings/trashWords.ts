import { erasedFrom, usualRetentionDays } from "../../domain/retention.ts"
import type { SyncMode } from "../../domain/SyncConfig.ts"
import { showDay } from "../shell/times.ts"

const kept = "Deleted chats can be brought back with everything in them."

/** What becomes of the trash. Undefined until the mode is known. */
export const trashHint = (mode: SyncMode | undefined): string => {
  if (mode === undefined) return kept
  if (mode === "local-only") {
    return `${kept} They stay on this device for as long as it does not sync: nothing erases them, unless you empty the trash under Data.`
  }
  return (
    `${kept} The server erases them ${usualRetentionDays} days after it learned of the deletion, unless whoever runs ` +
    "it chose another time. Then they also go from each of your devices when it next syncs. Nothing erases them sooner, " +
    "unless you empty the trash under Data."
  )
}

/** When a chat was deleted, and when it is gone for good. */
export const whenErased = (deletedAt: number, mode: SyncMode | undefined, now: number): string => {
  const deleted = `Deleted ${showDay(deletedAt)}`
  if (mode === undefined || mode === "local-only") return deleted
  const from = erasedFrom(deletedAt)
  return from > now
    ? `${deleted}, erased for good from ${showDay(from)} on`
    : `${deleted}, erased for good at one of the next syncs`
}

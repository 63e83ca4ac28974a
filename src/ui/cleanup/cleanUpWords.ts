import type { CleanUpPreview, CompactionBlock } from "../../domain/CleanUp.ts"
import { usualRetentionDays } from "../../domain/retention.ts"
import type { SyncMode } from "../../domain/SyncConfig.ts"
import { showBytes } from "../settings/showBytes.ts"
import { countOf } from "../sync/countOf.ts"

const about = (bytes: number) => `Frees about ${showBytes(bytes)}.`

const serverErases = `The server erases ${usualRetentionDays} days after the deletion, unless whoever runs it chose another time, on every device.`

/** What is in the trash and can be erased, and why the rest cannot. */
export const trashLine = ({ bytes, chats, kept }: CleanUpPreview["trash"], mode: SyncMode): string => {
  if (chats === 0 && kept === 0) return "The trash is empty."
  if (mode !== "local-only") {
    return `${countOf(kept, "chat")}. ${serverErases} A device that syncs erases nothing sooner: a chat that was restored on another device would lose its messages.`
  }
  const rest =
    kept === 0
      ? ""
      : ` ${countOf(kept, "chat")} a server may have ${kept === 1 ? "stays" : "stay"} until this device syncs again. ${serverErases}`
  return chats === 0 ? rest.trim() : `${countOf(chats, "chat")}. ${about(bytes)}${rest}`
}

export const eventsLine = ({ bytes, events }: CleanUpPreview["events"], mode: SyncMode): string => {
  if (events > 0) return `${countOf(events, "change")} that the server has confirmed. ${about(bytes)}`
  return mode === "local-only"
    ? "This device does not sync, so no change was confirmed by a server. They are what other devices will be told."
    : "Nothing but what waits for the server, was refused, or is less than an hour old."
}

const blocks: Readonly<Record<CompactionBlock, string>> = {
  "nothing-free": "The file has no free pages.",
  "no-room": "There is no room for the copy that is made meanwhile. Free some on the disk first.",
  "too-large": "The file is too large for it: the copy that is made meanwhile would not fit into the memory.",
  "other-storage": "Only the file in the browser's private file system can be made smaller.",
}

export const fileLine = ({ blocked, bytes }: CleanUpPreview["file"]): string =>
  blocked === null
    ? `Writes the file anew without its free pages. Gives ${showBytes(bytes)} back to the disk. Everything else waits for a moment.`
    : blocks[blocked]

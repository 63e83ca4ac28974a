import type { CleanUpPreview, CleanUpResult, CompactionBlock } from "../../domain/CleanUp.ts"
import type { AppError } from "../../domain/errors/AppError.ts"
import { usualRetentionDays } from "../../domain/retention.ts"
import type { SyncMode } from "../../domain/SyncConfig.ts"
import { showBytes } from "../settings/showBytes.ts"
import { countOf } from "../sync/countOf.ts"

const about = (bytes: number) => `Frees about ${showBytes(bytes)}.`

const serverErases = `The server erases ${usualRetentionDays} days after the deletion, unless whoever runs it chose another time, on every device.`

/** What is erased: "2 chats and 1 message". */
export const trashCount = ({
  chats,
  messages,
}: Pick<CleanUpPreview["trash"], "chats" | "messages">): string =>
  [
    ...(chats > 0 || messages === 0 ? [countOf(chats, "chat")] : []),
    ...(messages > 0 ? [countOf(messages, "message")] : []),
  ].join(" and ")

export const trashIsEmpty = ({ chats, messages }: CleanUpPreview["trash"]): boolean => chats + messages === 0

const sharedLine = (trash: CleanUpPreview["trash"]) => {
  const { bytes, kept } = trash
  const rest =
    kept === 0
      ? ""
      : ` ${countOf(kept, "chat")} with changes that wait for the server ${kept === 1 ? "stays" : "stay"}.`
  return trashIsEmpty(trash)
    ? rest.trim()
    : `${trashCount(trash)}, on all of your devices. ${about(bytes)}${rest}`
}

/** What is in the trash and can be erased, and why the rest cannot. */
export const trashLine = (trash: CleanUpPreview["trash"]): string => {
  const { bytes, chats, kept, upTo } = trash
  if (trashIsEmpty(trash) && kept === 0) return "The trash is empty."
  if (upTo !== null) return sharedLine(trash)
  const rest =
    kept === 0
      ? ""
      : ` ${countOf(kept, "chat")} a server may have ${kept === 1 ? "stays" : "stay"} until this device syncs again. ${serverErases}`
  return chats === 0 ? rest.trim() : `${countOf(chats, "chat")}. ${about(bytes)}${rest}`
}

/** What the person is asked about. */
export const emptyQuestion = ({ upTo }: CleanUpPreview["trash"]): string =>
  upTo === null
    ? "Everything in them is erased from this device, and no server has it. This cannot be undone."
    : "Everything in them is erased for all devices: from this one and the server now, from the others when they next sync. This cannot be undone. What was restored or written into on another device stays, also if that one has been offline since."

/** What became of it. */
export const emptiedLine = (everywhere: boolean, { bytes, rows }: CleanUpResult): string => {
  if (rows === 0) return "Nothing was erased: there is nothing left of it in the trash."
  return everywhere
    ? `Erased here and at the server, about ${showBytes(bytes)} freed. Your other devices follow when they next sync.`
    : `${countOf(rows, "chat")} erased, about ${showBytes(bytes)} freed.`
}

/** Why it was not emptied, as far as it is not the same for everything that is asked of a server. */
export const emptyFailure = (error: AppError | null, sentence: string): string =>
  error?._tag === "ProtocolTooOld" && error.side === "server"
    ? `The server is too old to empty the trash, so nothing was erased. ${serverErases}`
    : sentence

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

import type {
  ImportCounts,
  ImportRecord,
  ImportSource,
  Skipped,
  SkipReason,
  UndoneImport,
} from "../../domain/transfer/Import.ts"
import { showBytes } from "../settings/showBytes.ts"
import { countOf, showNumber } from "../sync/countOf.ts"

const sourceNames: Readonly<Record<ImportSource, string>> = {
  chatgpt: "ChatGPT",
  "open-webui": "Open WebUI",
  librechat: "LibreChat",
  claude: "Claude",
  openchat: "OpenChat",
}

export const importTitle = "Bring chats here"

export const importHint = `Exports of ${new Intl.ListFormat("en").format(Object.values(sourceNames))}, as they come: a ZIP, a JSON file, or several. Drop them here or choose them. They are read on this device, and importing a file again adds only what is new.`

export const importLabel = "Import chats"
export const dropHint = "or drop files here"
export const cancelLabel = "Cancel"
export const undoLabel = "Undo the import"
export const saveReportLabel = "Save the report"
export const importedBefore = "Imports on this device"
export const progressLabel = "Import"

/** How far it is. */
export const progressLine = (read: number, total: number, { added, grown, known }: ImportCounts): string =>
  `${showBytes(read)} of ${showBytes(total)}, ${countOf(added + grown + known, "chat")} so far`

/** What it brought. */
export const countsLine = ({ added, grown, known, messages, skipped }: ImportCounts): string =>
  [
    `${countOf(added, "chat")} added with ${countOf(messages, "message")}`,
    ...(grown > 0 ? [`${showNumber(grown)} got new messages`] : []),
    ...(known > 0 ? [`${showNumber(known)} already here`] : []),
    ...(skipped > 0 ? [`${showNumber(skipped)} skipped`] : []),
  ].join(", ") + "."

/** How an import ended, for the list of them. */
export const recordLine = ({ counts, endedAt, undoneAt }: ImportRecord, running: boolean): string => {
  if (undoneAt !== null) return "Undone."
  if (endedAt !== null) return countsLine(counts)
  return running ? "Running…" : `Stopped before its end. ${countsLine(counts)} Importing it again goes on.`
}

const reasons: Readonly<Record<SkipReason, string>> = {
  broken: "it cannot be read",
  "no-messages": "nothing is said in it",
  "too-large": "it is larger than fits into the memory",
  "cut-off": "the file ends in the middle of it",
  "other-account": "another account on this device has it",
  "too-new": "a newer OpenChat wrote it",
  "in-trash": "it is in the trash",
  refused: "it was not taken",
  "unknown-format": "no chats that OpenChat knows are in it",
  unreadable: "the file cannot be read to its end",
}

export const skippedLine = ({ file, reason, title }: Skipped): string =>
  `${title ?? file}: ${reasons[reason]}`

export const skippedTitle = (counts: ImportCounts): string => `${showNumber(counts.skipped)} skipped`

export const moreSkipped = (count: number): string => `and ${showNumber(count)} more`

/** What the toast says when it is over. */
export const doneText = (counts: ImportCounts): string => `Import finished: ${countsLine(counts)}`

export const stoppedText = (counts: ImportCounts): string => `Import stopped. ${countsLine(counts)}`

export const undoneText = ({ kept, removed }: UndoneImport): string =>
  kept.length === 0
    ? `${countOf(removed, "chat")} moved to the trash.`
    : `${countOf(removed, "chat")} moved to the trash. ${countOf(kept.length, "chat")} you have written in since ${kept.length === 1 ? "stays" : "stay"}: ${new Intl.ListFormat("en").format(kept.slice(0, 5))}${kept.length > 5 ? "…" : ""}`

/** The report as a file. */
export const reportText = (record: ImportRecord): string =>
  [
    `OpenChat: import of ${record.files.join(", ")}`,
    new Date(record.startedAt).toISOString(),
    recordLine(record, false),
    "",
    ...record.skipped.map(skippedLine),
    ...(record.counts.skipped > record.skipped.length
      ? [moreSkipped(record.counts.skipped - record.skipped.length)]
      : []),
    "",
  ].join("\n")

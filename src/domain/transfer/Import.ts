import { Schema } from "effect"
import { ImportId } from "../Ids.ts"
import { Millis } from "../Scalars.ts"

/** Where a file of chats comes from. It is told by what is in the file, never by its name. */
export const ImportSource = Schema.Literal("chatgpt", "open-webui", "librechat", "claude", "openchat")
export type ImportSource = typeof ImportSource.Type

/**
 * Why something of a file is not here: `broken`, it cannot be read as what it is; `no-messages`, nobody says anything in
 * it; `too-large`, one chat is larger than fits into the memory; `cut-off`, the file ends in the middle of it;
 * `other-account`, somebody else on this device has it; `too-new`, a newer
 * OpenChat wrote it; `in-trash`, the person deleted it here; `refused`, the database
 * or the server did not take it; `unknown-format`, the file has no chats that are known; `unreadable`, the browser or the
 * archive did not give the file's bytes.
 */
export const SkipReason = Schema.Literal(
  "broken",
  "no-messages",
  "too-large",
  "cut-off",
  "other-account",
  "too-new",
  "in-trash",
  "refused",
  "unknown-format",
  "unreadable",
)
export type SkipReason = typeof SkipReason.Type

export const Skipped = Schema.Struct({
  file: Schema.String,
  /** Null where it has none, or is no chat. */
  title: Schema.NullOr(Schema.String),
  reason: SkipReason,
})
export type Skipped = typeof Skipped.Type

/** How many of each. */
export const ImportCounts = Schema.Struct({
  /** Chats that are new here. */
  added: Schema.Int,
  /** Chats that were here and got messages that were not. */
  grown: Schema.Int,
  /** Chats of which everything was here. */
  known: Schema.Int,
  /** Messages that are new here, or are back from the trash. */
  messages: Schema.Int,
  skipped: Schema.Int,
})
export type ImportCounts = typeof ImportCounts.Type

export const noCounts: ImportCounts = { added: 0, grown: 0, known: 0, messages: 0, skipped: 0 }

/** Where an import stands. */
export const ImportProgress = Schema.Struct({
  /** Bytes of the files that were read, and of all of them. */
  read: Schema.Number,
  total: Schema.Number,
  counts: ImportCounts,
})
export type ImportProgress = typeof ImportProgress.Type

/** An import that was made on this device, for as long as the device remembers it. */
export const ImportRecord = Schema.Struct({
  id: ImportId,
  startedAt: Millis,
  /** Null while it runs, and for ever if it was cut off. */
  endedAt: Schema.NullOr(Millis),
  undoneAt: Schema.NullOr(Millis),
  /** Names of the files. */
  files: Schema.Array(Schema.String),
  counts: ImportCounts,
  /** The first of what was not taken, as many as a report has room for. */
  skipped: Schema.Array(Skipped),
})
export type ImportRecord = typeof ImportRecord.Type

/** What became of an import that was undone. */
export const UndoneImport = Schema.Struct({
  /** Chats that went to the trash. */
  removed: Schema.Int,
  /** Titles of the chats that stay, since something was written in them after the import. */
  kept: Schema.Array(Schema.String),
})
export type UndoneImport = typeof UndoneImport.Type

import { Schema } from "effect"

const Bytes = Schema.Int.pipe(Schema.nonNegative())

/** What the room on this device is used for, in bytes. The texts are counted, and not the pages that they lie on. */
export const StorageUsage = Schema.Struct({
  /** Texts of messages that are shown. */
  messages: Bytes,
  /** The index of the search. */
  index: Bytes,
  /** Texts of what was deleted and can be brought back. */
  trash: Bytes,
  /** Changes that the server does not have yet. */
  waiting: Bytes,
  /** Changes that the server has acknowledged, or of a device that does not sync. */
  history: Bytes,
  /** The whole file. */
  file: Bytes,
  /** What of the file is free, for what is written next. */
  free: Bytes,
})
export type StorageUsage = typeof StorageUsage.Type

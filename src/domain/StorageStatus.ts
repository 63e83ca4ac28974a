import { Schema } from "effect"
import { Rebuilt } from "./Rebuilt.ts"

/**
 * Where the data lies. `opfs` and `indexeddb` survive a reload, `memory` does not, and `cloud` leaves it to the server.
 * `temporary` is memory too, while the chats on the disk cannot be opened.
 */
export const StorageKind = Schema.Literal("opfs", "indexeddb", "memory", "temporary", "cloud")
export type StorageKind = typeof StorageKind.Type

export const StorageStatus = Schema.Struct({
  kind: StorageKind,
  /** Whether the browser promised not to evict it under pressure. */
  persisted: Schema.Boolean,
  /** Bytes used and allowed, by the browser's estimate; null where it gives none. */
  usage: Schema.NullOr(Schema.Number),
  quota: Schema.NullOr(Schema.Number),
  /** Where this database took the place of a damaged one, until somebody has read it. */
  rebuilt: Schema.NullOr(Rebuilt),
})
export type StorageStatus = typeof StorageStatus.Type

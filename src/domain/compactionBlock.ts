import type { CompactionBlock } from "./CleanUp.ts"
import type { StorageStatus } from "./StorageStatus.ts"

/** Bytes of content above which no copy is made: SQLite makes it in the memory of WebAssembly, which ends at 2 GiB. */
export const compactableBytes = 536_870_912

interface FileSizes extends Pick<StorageStatus, "kind" | "usage" | "quota"> {
  /** Bytes of the database file, and of its free pages. */
  readonly file: number
  readonly free: number
}

/**
 * Why the file cannot be made smaller; null if it can. While that is done, the whole content lies in the write-ahead log
 * beside the file. What a browser does not say of the room is taken to be enough.
 */
export const compactionBlock = ({ file, free, kind, quota, usage }: FileSizes): CompactionBlock | null => {
  if (kind !== "opfs") return "other-storage"
  if (free <= 0) return "nothing-free"
  if (file - free > compactableBytes) return "too-large"
  return usage !== null && quota !== null && quota - usage <= file ? "no-room" : null
}

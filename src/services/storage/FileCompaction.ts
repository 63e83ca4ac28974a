import { Effect } from "effect"
import { compactionBlock } from "../../domain/compactionBlock.ts"
import { StorageFull } from "../../domain/errors/StorageErrors.ts"
import { Database } from "../database/Database.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { BrowserStorage } from "./BrowserStorage.ts"

/**
 * Writes the database file anew without its free pages, and gives the room back to the disk. Every other call waits
 * meanwhile. Cut or without room it leaves the file as it was: the copy only counts once it is whole in the log.
 * https://sqlite.org/lang_vacuum.html
 */
export class FileCompaction extends Effect.Service<FileCompaction>()("openchat/FileCompaction", {
  effect: Effect.gen(function* () {
    const sql = yield* Database
    const browser = yield* BrowserStorage

    const sizes = Effect.map(
      sql<{ file: number; free: number }>`
        SELECT page_count * page_size AS file, freelist_count * page_size AS free
        FROM pragma_page_count, pragma_page_size, pragma_freelist_count`,
      ([row]) => row ?? { file: 0, free: 0 },
    )

    const look = Effect.gen(function* () {
      const { file, free } = yield* sizes
      const blocked = compactionBlock({ kind: sql.kind, file, free, ...(yield* browser.estimate) })
      return { file, free, blocked }
    })

    const preview = Effect.map(look, ({ blocked, free }) => ({ bytes: free, blocked })).pipe(
      withStorageErrors,
      Effect.withSpan("FileCompaction.preview"),
    )

    /** @returns the bytes by which the file became smaller */
    const compact = Effect.fn("FileCompaction.compact")(function* () {
      const { blocked, file } = yield* look
      if (blocked === "nothing-free") return 0
      if (blocked !== null)
        return yield* new StorageFull({ detail: `the file cannot be compacted: ${blocked}` })
      yield* sql`VACUUM`
      // until then the copy is in the log, and the file as long as before
      yield* sql`PRAGMA wal_checkpoint(TRUNCATE)`
      return Math.max(0, file - (yield* sizes).file)
    }, withStorageErrors)

    return { preview, compact } as const
  }),
}) {}

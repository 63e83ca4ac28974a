import { Effect } from "effect"
import type { SqliteModule } from "wa-sqlite"
import { StorageFull } from "../../domain/errors/StorageErrors.ts"

/**
 * Copies the database out of WebAssembly's memory, WAL included.
 * https://sqlite.org/c3ref/serialize.html
 */
export const serialize = (module: SqliteModule, db: number) =>
  Effect.suspend(() => {
    // the 64-bit size comes back through a pointer; SQLite frees only what it gave out itself
    const sizeAt = module._sqlite3_malloc(8)
    const start = module.ccall(
      "sqlite3_serialize",
      "number",
      ["number", "string", "number", "number"],
      [db, "main", sizeAt, 0],
    )
    const size = module.getValue(sizeAt, "i32") >>> 0
    module._sqlite3_free(sizeAt)
    if (start === 0) return Effect.fail(new StorageFull({ detail: "no memory for a copy of the database" }))
    const bytes = module.HEAPU8.slice(start, start + size)
    module._sqlite3_free(start)
    // bytes 18 and 19 say "WAL" in our file; a copy has no -wal beside it and must open anywhere, read-only too
    bytes[18] = 1
    bytes[19] = 1
    return Effect.succeed(bytes)
  })

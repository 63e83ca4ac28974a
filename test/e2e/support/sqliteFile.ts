import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { Factory, type SqlValue } from "wa-sqlite"
import { MemoryVFS } from "wa-sqlite/src/examples/MemoryVFS.js"
import factory from "wa-sqlite/dist/wa-sqlite.mjs"

const path = "/file.sqlite"

/** Opens the bytes of a database file, as any program with SQLite would. */
export const openFile = async (bytes: Uint8Array) => {
  const wasmBinary = await readFile(createRequire(import.meta.url).resolve("wa-sqlite/dist/wa-sqlite.wasm"))
  const module = await factory({ wasmBinary })
  const sqlite3 = Factory(module)
  const vfs = await MemoryVFS.create("memory-file", module)
  sqlite3.vfs_register(vfs, false)
  const data = new Uint8Array(bytes).buffer
  vfs.mapNameToFile.set(path, { pathname: path, flags: 0, size: data.byteLength, data })
  const db = await sqlite3.open_v2(path, undefined, vfs.name)
  return {
    query: async (sql: string): Promise<ReadonlyArray<ReadonlyArray<SqlValue>>> => {
      const rows: Array<ReadonlyArray<SqlValue>> = []
      for await (const stmt of sqlite3.statements(db, sql)) {
        while ((await sqlite3.step(stmt)) === 100) rows.push(sqlite3.row(stmt))
      }
      return rows
    },
    bytes: (): Uint8Array => {
      const file = vfs.mapNameToFile.get(path)
      return new Uint8Array(file?.data.slice(0, file.size) ?? new ArrayBuffer(0))
    },
    close: () => sqlite3.close(db),
  }
}

import { Factory, SQLITE_PREPARE_PERSISTENT, SQLITE_ROW, type SqlValue } from "wa-sqlite"
import { AccessHandlePoolVFS } from "wa-sqlite/src/examples/AccessHandlePoolVFS.js"
import sqliteFactory from "wa-sqlite/dist/wa-sqlite.mjs"
import wasmUrl from "wa-sqlite/dist/wa-sqlite.wasm?url"
import { databasePath, pragmas } from "./settings.ts"

const compiled = WebAssembly.compileStreaming(fetch(wasmUrl))

const instantiate = async () => {
  const wasm = await compiled
  return sqliteFactory({
    instantiateWasm: (imports, done) => {
      void WebAssembly.instantiate(wasm, imports).then((instance) => done(instance, wasm))
      return {}
    },
  })
}

/** wa-sqlite as its documentation uses it, with the statements kept prepared. */
export const openEngine = async (folder: string) => {
  const module = await instantiate()
  const sqlite3 = Factory(module)
  const vfs = new AccessHandlePoolVFS(folder, module)
  await vfs.isReady()
  sqlite3.vfs_register(vfs, false)
  const db = await sqlite3.open_v2(databasePath, undefined, vfs.name)
  for (const pragma of pragmas) await sqlite3.exec(db, `PRAGMA ${pragma}`)

  const prepared = new Map<string, number>()
  const prepare = async (sql: string): Promise<number> => {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    const options = { unscoped: true, flags: SQLITE_PREPARE_PERSISTENT }
    for await (const stmt of sqlite3.statements(db, sql, options)) {
      prepared.set(sql, stmt)
      return stmt
    }
    throw new Error(`no statement in ${sql}`)
  }

  const query = async (sql: string, params: ReadonlyArray<SqlValue> = []) => {
    const stmt = prepared.get(sql) ?? (await prepare(sql))
    for (let at = 0; at < params.length; at++) sqlite3.bind(stmt, at + 1, params[at] ?? null)
    const rows: Array<ReadonlyArray<SqlValue>> = []
    try {
      while ((await sqlite3.step(stmt)) === SQLITE_ROW) rows.push(sqlite3.row(stmt))
    } finally {
      await sqlite3.reset(stmt)
    }
    return rows
  }

  const transaction = async <A>(work: () => Promise<A>): Promise<A> => {
    await query("BEGIN IMMEDIATE")
    try {
      const result = await work()
      await query("COMMIT")
      return result
    } catch (cause) {
      await query("ROLLBACK")
      throw cause
    }
  }

  const close = async () => {
    for (const stmt of prepared.values()) await sqlite3.finalize(stmt)
    await sqlite3.close(db)
    await vfs.close()
  }

  return { query, transaction, exec: (sql: string) => sqlite3.exec(db, sql), close }
}

export type Engine = Awaited<ReturnType<typeof openEngine>>

import { Effect, Layer } from "effect"
import type { SqliteModule as Module } from "wa-sqlite"
import asyncUrl from "wa-sqlite/dist/wa-sqlite-async.wasm?url"
import { StorageUnavailable } from "../../domain/errors/StorageErrors.ts"
import { compiledSqlite, compileSqlite } from "./compiledSqlite.ts"
import { SqliteModule } from "./SqliteModule.ts"

const missing = "WebAssembly is not there"

const unavailable = (cause: unknown) =>
  new StorageUnavailable({
    reason: "no-webassembly",
    detail: cause instanceof Error ? cause.message : String(cause),
  })

/** The module is compiled before the factory runs, which never settles if its `instantiateWasm` fails. */
const instantiate = async (
  compiled: Promise<WebAssembly.Module>,
  load: () => Promise<typeof import("wa-sqlite/dist/wa-sqlite.mjs")>,
): Promise<Module> => {
  const [wasm, { default: factory }] = await Promise.all([compiled, load()])
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => reject(cause instanceof Error ? cause : new Error(String(cause)))
    factory({
      instantiateWasm: (imports, done) => {
        WebAssembly.instantiate(wasm, imports).then((instance) => done(instance, wasm), fail)
        return {}
      },
    }).then(resolve, fail)
  })
}

export const layer = Layer.succeed(SqliteModule, {
  sync: Effect.tryPromise({
    try: () =>
      instantiate(
        compiledSqlite ?? Promise.reject(new Error(missing)),
        () => import("wa-sqlite/dist/wa-sqlite.mjs"),
      ),
    catch: unavailable,
  }),
  async: Effect.tryPromise({
    try: () => instantiate(compileSqlite(asyncUrl), () => import("wa-sqlite/dist/wa-sqlite-async.mjs")),
    catch: unavailable,
  }),
})

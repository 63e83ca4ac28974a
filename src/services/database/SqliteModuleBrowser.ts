import { Effect, Layer } from "effect"
import type { SqliteModule as Module } from "wa-sqlite"
import asyncUrl from "wa-sqlite/dist/wa-sqlite-async.wasm?url"
import syncUrl from "wa-sqlite/dist/wa-sqlite.wasm?url"
import { StorageUnavailable } from "../../domain/errors/StorageErrors.ts"
import { SqliteModule } from "./SqliteModule.ts"

const unavailable = (cause: unknown) =>
  new StorageUnavailable({
    reason: "no-webassembly",
    detail: cause instanceof Error ? cause.message : String(cause),
  })

const compile = async (url: string): Promise<WebAssembly.Module> => {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${response.status} for ${url}`)
  return WebAssembly.compileStreaming(response)
}

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

/**
 * Compiling starts when this module is loaded, while the worker still is a follower, so that a hand-over does not
 * wait for it.
 */
const compiledSync = typeof WebAssembly === "undefined" ? undefined : compile(syncUrl)
compiledSync?.catch(() => undefined) // reported where it is awaited

export const layer = Layer.succeed(SqliteModule, {
  sync: Effect.tryPromise({
    try: () => instantiate(compiledSync ?? compile(syncUrl), () => import("wa-sqlite/dist/wa-sqlite.mjs")),
    catch: unavailable,
  }),
  async: Effect.tryPromise({
    try: () => instantiate(compile(asyncUrl), () => import("wa-sqlite/dist/wa-sqlite-async.mjs")),
    catch: unavailable,
  }),
})

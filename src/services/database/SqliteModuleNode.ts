import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { Effect, Layer } from "effect"
import type { SqliteModule as Module } from "wa-sqlite"
import { StorageUnavailable } from "../../domain/errors/StorageErrors.ts"
import { SqliteModule } from "./SqliteModule.ts"

const compile = async (): Promise<WebAssembly.Module> =>
  WebAssembly.compile(await readFile(createRequire(import.meta.url).resolve("wa-sqlite/dist/wa-sqlite.wasm")))

/** Once per process: code that is compiled anew for each database also starts slow anew. */
let compiled: Promise<WebAssembly.Module> | undefined

const instantiate = async (): Promise<Module> => {
  compiled ??= compile()
  const [wasm, { default: factory }] = await Promise.all([compiled, import("wa-sqlite/dist/wa-sqlite.mjs")])
  return factory({
    instantiateWasm: (imports, done) => {
      done(new WebAssembly.Instance(wasm, imports), wasm)
      return {}
    },
  })
}

const load = Effect.tryPromise({
  try: instantiate,
  catch: (cause) => new StorageUnavailable({ reason: "no-webassembly", detail: String(cause) }),
})

/** For tests and tools in Node, where nothing needs the Asyncify build. */
export const layer = Layer.succeed(SqliteModule, { sync: load, async: load })

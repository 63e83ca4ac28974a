import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { Effect, Layer } from "effect"
import { StorageUnavailable } from "../../domain/errors/StorageErrors.ts"
import { SqliteModule } from "./SqliteModule.ts"

const load = Effect.tryPromise({
  try: async () => {
    const file = createRequire(import.meta.url).resolve("wa-sqlite/dist/wa-sqlite.wasm")
    const [wasmBinary, { default: factory }] = await Promise.all([
      readFile(file),
      import("wa-sqlite/dist/wa-sqlite.mjs"),
    ])
    return factory({ wasmBinary })
  },
  catch: (cause) => new StorageUnavailable({ reason: "no-webassembly", detail: String(cause) }),
})

/** For tests and tools in Node, where nothing needs the Asyncify build. */
export const layer = Layer.succeed(SqliteModule, { sync: load, async: load })

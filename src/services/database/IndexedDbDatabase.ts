import { Effect, Layer } from "effect"
import type { SqliteModule as Module } from "wa-sqlite"
import { IDBBatchAtomicVFS } from "wa-sqlite/src/examples/IDBBatchAtomicVFS.js"
import { layerOpen } from "./Database.ts"
import { indexedDbPragmas } from "./pragmas.ts"
import { SqliteModule } from "./SqliteModule.ts"
import { storageErrorOf } from "./storageErrorOf.ts"

const vfs = (module: Module) =>
  Effect.acquireRelease(
    Effect.tryPromise({
      try: () => IDBBatchAtomicVFS.create("openchat", module, { lockPolicy: "exclusive" }),
      catch: storageErrorOf,
    }),
    (vfs) => Effect.sync(() => vfs.close()),
  )

/** For browsers without OPFS. Slower by a factor of ten, and as durable. */
export const layerIndexedDb = Layer.unwrapEffect(
  Effect.map(SqliteModule, ({ async }) =>
    layerOpen({
      kind: "indexeddb",
      vfsName: "IDBBatchAtomicVFS",
      module: async,
      synchronous: false,
      vfs,
      file: "/openchat.db",
      pragmas: indexedDbPragmas,
    }),
  ),
)

import { Effect, Layer } from "effect"
import type { StorageKind } from "../../domain/StorageStatus.ts"
import { layerIndexedDb } from "./IndexedDbDatabase.ts"
import { layerMemory } from "./MemoryDatabase.ts"
import { layerOpfs } from "./OpfsDatabase.ts"

const opfsIsThere = Effect.promise(async () => {
  try {
    await navigator.storage.getDirectory()
    return "createSyncAccessHandle" in FileSystemFileHandle.prototype
  } catch {
    return false
  }
})

const indexedDbIsThere = Effect.async<boolean>((resume) => {
  try {
    const request = indexedDB.open("openchat-probe")
    request.onerror = () => resume(Effect.succeed(false))
    request.onsuccess = () => {
      request.result.close()
      resume(Effect.succeed(true))
    }
  } catch {
    resume(Effect.succeed(false))
  }
})

/**
 * The best storage that this browser has. It falls back only where the better one is truly absent: an error of a
 * storage that exists is reported, since the next one would show an empty history.
 */
const choose: Effect.Effect<Exclude<StorageKind, "cloud" | "temporary">> = Effect.gen(function* () {
  if (yield* opfsIsThere) return "opfs"
  return (yield* indexedDbIsThere) ? "indexeddb" : "memory"
})

const layers = { opfs: layerOpfs, indexeddb: layerIndexedDb, memory: layerMemory }

/** `Database.kind` says what was chosen, and the page shows it. */
export const layer = Layer.unwrapEffect(
  Effect.map(
    Effect.tap(choose, (kind) => Effect.logInfo(`storage: ${kind}`)),
    (kind) => layers[kind],
  ),
)

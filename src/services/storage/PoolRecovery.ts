import { Effect, Layer, Stream } from "effect"
import { StorageUnavailable } from "../../domain/errors/StorageErrors.ts"
import { layerMemory } from "../database/MemoryDatabase.ts"
import { databasePath } from "../database/OpfsDatabase.ts"
import { currentPool, setPoolAside } from "../database/poolFolder.ts"
import { SqliteModule } from "../database/SqliteModule.ts"
import { storageErrorOf } from "../database/storageErrorOf.ts"
import { Recovery } from "./Recovery.ts"
import { salvage } from "./Salvage.ts"

/** wa-sqlite's pool writes the path into the first sector of each of its files; the content follows it. */
const sectorSize = 4096
const maxPathLength = 512

const pathIn = async (file: File): Promise<string> => {
  const header = new Uint8Array(await file.slice(0, maxPathLength).arrayBuffer())
  const end = header.indexOf(0)
  return new TextDecoder().decode(header.subarray(0, end < 0 ? maxPathLength : end))
}

const find = (folder: string, path: string) =>
  Effect.tryPromise({
    try: async () => {
      const root = await navigator.storage.getDirectory()
      for await (const handle of (await root.getDirectoryHandle(folder)).values()) {
        if (!(handle instanceof FileSystemFileHandle)) continue
        const file = await handle.getFile()
        if ((await pathIn(file)) === path) return file.slice(sectorSize)
      }
      return undefined
    },
    catch: storageErrorOf,
  })

const database = Effect.gen(function* () {
  const folder = yield* currentPool
  const file = yield* find(folder, databasePath)
  if (file === undefined) {
    return yield* new StorageUnavailable({ reason: "no-storage", detail: "there is no database file" })
  }
  return { file, wal: (yield* find(folder, `${databasePath}-wal`)) ?? new Blob() }
})

const rawFile = Stream.unwrap(
  Effect.map(database, ({ file }) => Stream.fromReadableStream(() => file.stream(), storageErrorOf)),
)

const bytesOf = (blob: Blob) =>
  Effect.tryPromise({ try: async () => new Uint8Array(await blob.arrayBuffer()), catch: storageErrorOf })

export const layer = Layer.effect(
  Recovery,
  Effect.map(SqliteModule, (module) => ({
    setAside: setPoolAside,
    rawFile,
    salvaged: Effect.gen(function* () {
      const { file, wal } = yield* database
      return yield* salvage(yield* bytesOf(file), yield* bytesOf(wal))
    }).pipe(Effect.provide(Layer.provide(layerMemory, Layer.succeed(SqliteModule, module)))),
  })),
)

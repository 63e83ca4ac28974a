import { Effect, Layer, Option, Stream } from "effect"
import type { RawPart } from "../../domain/rpc/StorageRpcs.ts"
import { layerMemory } from "../database/MemoryDatabase.ts"
import { databasePath } from "../database/OpfsDatabase.ts"
import { currentPool, formerPool, setPoolAside } from "../database/poolFolder.ts"
import { SqliteModule } from "../database/SqliteModule.ts"
import { storageErrorOf } from "../database/storageErrorOf.ts"
import { Recovery } from "./Recovery.ts"
import { nothing, salvage } from "./Salvage.ts"

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

const rawFile = ({ of, part }: RawPart) =>
  Stream.unwrap(
    Effect.gen(function* () {
      const folder = of === "present" ? Option.some(yield* currentPool) : yield* formerPool
      const path = part === "file" ? databasePath : `${databasePath}-wal`
      const file = Option.isNone(folder) ? undefined : yield* find(folder.value, path)
      return file === undefined
        ? Stream.empty
        : Stream.fromReadableStream(() => file.stream(), storageErrorOf)
    }),
  )

const bytesOf = (blob: Blob) =>
  Effect.tryPromise({ try: async () => new Uint8Array(await blob.arrayBuffer()), catch: storageErrorOf })

export const layer = Layer.effect(
  Recovery,
  Effect.map(SqliteModule, (module) => {
    const salvagedOf = (folder: string) =>
      Effect.gen(function* () {
        const file = yield* find(folder, databasePath)
        if (file === undefined) return nothing
        const wal = (yield* find(folder, `${databasePath}-wal`)) ?? new Blob()
        return yield* salvage(yield* bytesOf(file), yield* bytesOf(wal))
      }).pipe(Effect.provide(Layer.provide(layerMemory, Layer.succeed(SqliteModule, module))))
    return {
      setAside: setPoolAside,
      rawFile,
      salvaged: Effect.flatMap(currentPool, salvagedOf),
      former: Effect.map(
        formerPool,
        Option.map((name) => ({ name, salvaged: salvagedOf(name) })),
      ),
    }
  }),
)

import { Effect, Layer, Option, Stream } from "effect"
import type { RawPart } from "../../domain/rpc/StorageRpcs.ts"
import { layerMemory } from "../database/MemoryDatabase.ts"
import { currentPool, databasePath, findInPool, formerPool, setPoolAside } from "../database/poolFiles.ts"
import { SqliteModule } from "../database/SqliteModule.ts"
import { storageErrorOf } from "../database/storageErrorOf.ts"
import { Recovery } from "./Recovery.ts"
import { nothing, salvage } from "./Salvage.ts"

const tryFiles = <A>(attempt: () => Promise<A>) => Effect.tryPromise({ try: attempt, catch: storageErrorOf })

const logPath = `${databasePath}-wal`

const rawFile = ({ of, part }: RawPart) =>
  Stream.unwrap(
    Effect.gen(function* () {
      const folder = yield* tryFiles(of === "present" ? currentPool : formerPool)
      const path = part === "file" ? databasePath : logPath
      const file = folder === undefined ? undefined : yield* tryFiles(() => findInPool(folder, path))
      return file === undefined
        ? Stream.empty
        : Stream.fromReadableStream(() => file.stream(), storageErrorOf)
    }),
  )

const bytesOf = (blob: Blob) => tryFiles(async () => new Uint8Array(await blob.arrayBuffer()))

export const layer = Layer.effect(
  Recovery,
  Effect.map(SqliteModule, (module) => {
    const salvagedOf = (folder: string) =>
      Effect.gen(function* () {
        const file = yield* tryFiles(() => findInPool(folder, databasePath))
        if (file === undefined) return nothing
        const wal = (yield* tryFiles(() => findInPool(folder, logPath))) ?? new Blob()
        return yield* salvage(yield* bytesOf(file), yield* bytesOf(wal))
      }).pipe(Effect.provide(Layer.provide(layerMemory, Layer.succeed(SqliteModule, module))))
    return {
      setAside: tryFiles(setPoolAside),
      rawFile,
      salvaged: Effect.flatMap(tryFiles(currentPool), salvagedOf),
      former: Effect.map(tryFiles(formerPool), (name) =>
        Option.map(Option.fromNullable(name), (name) => ({ name, salvaged: salvagedOf(name) })),
      ),
    }
  }),
)

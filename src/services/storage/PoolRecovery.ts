import { Effect, Layer, Option, Stream } from "effect"
import type { RawPart } from "../../domain/rpc/StorageRpcs.ts"
import { layerMemory } from "../database/MemoryDatabase.ts"
import {
  currentPool,
  findInPool,
  formerPool,
  removeFormerPools,
  setPoolAside,
} from "../database/poolFiles.ts"
import { SqliteModule } from "../database/SqliteModule.ts"
import { storageErrorOf } from "../database/storageErrorOf.ts"
import { Recovery } from "./Recovery.ts"
import { nothing, salvage } from "./Salvage.ts"

const tryFiles = <A>(attempt: () => Promise<A>) => Effect.tryPromise({ try: attempt, catch: storageErrorOf })

const rawFile = ({ of, part }: RawPart) =>
  Stream.unwrap(
    Effect.gen(function* () {
      const folder = yield* tryFiles(of === "present" ? currentPool : formerPool)
      if (folder === undefined) return Stream.empty
      const { database, log } = yield* tryFiles(() => findInPool(folder))
      const file = part === "file" ? database : log
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
        const { database, log = new Blob() } = yield* tryFiles(() => findInPool(folder))
        if (database === undefined) return nothing
        return yield* salvage(yield* bytesOf(database), yield* bytesOf(log))
      }).pipe(Effect.provide(Layer.provide(layerMemory, Layer.succeed(SqliteModule, module))))
    return {
      setAside: tryFiles(setPoolAside),
      forgetFormer: tryFiles(removeFormerPools),
      rawFile,
      salvaged: Effect.flatMap(tryFiles(currentPool), salvagedOf),
      former: Effect.map(tryFiles(formerPool), (name) =>
        Option.map(Option.fromNullable(name), (name) => ({ name, salvaged: salvagedOf(name) })),
      ),
    }
  }),
)

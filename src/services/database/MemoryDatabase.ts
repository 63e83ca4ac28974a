import { Effect, Layer } from "effect"
import { layerOpen } from "./Database.ts"
import { memoryPragmas } from "./pragmas.ts"
import { SqliteModule } from "./SqliteModule.ts"

const inMemory = (kind: "memory" | "temporary") =>
  Layer.unwrapEffect(
    Effect.map(SqliteModule, ({ sync }) =>
      layerOpen({
        kind,
        vfsName: "memory",
        module: sync,
        synchronous: true,
        file: ":memory:",
        pragmas: memoryPragmas,
      }),
    ),
  )

/** Real SQLite that keeps nothing. */
export const layerMemory = inMemory("memory")

/** The same, beside a database on the disk that cannot be opened just now. */
export const layerTemporary = inMemory("temporary")

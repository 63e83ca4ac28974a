import { Effect, Layer } from "effect"
import { layerOpen } from "./Database.ts"
import { memoryPragmas } from "./pragmas.ts"
import { SqliteModule } from "./SqliteModule.ts"

/** Real SQLite that keeps nothing. */
export const layerMemory = Layer.unwrapEffect(
  Effect.map(SqliteModule, ({ sync }) =>
    layerOpen({
      kind: "memory",
      vfsName: "memory",
      module: sync,
      synchronous: true,
      file: ":memory:",
      pragmas: memoryPragmas,
    }),
  ),
)

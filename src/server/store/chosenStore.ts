import { FileSystem, Path } from "@effect/platform"
import { Effect, Layer, Option } from "effect"
import { Pokes } from "../sync/Pokes.ts"
import { InvalidSettings } from "../ServerErrors.ts"
import { Settings } from "../Settings.ts"
import { layer as postgresPokes } from "./PostgresPokes.ts"
import { layer as postgres } from "./PostgresStore.ts"
import { layer as sqlite } from "./SqliteStore.ts"

/** The file of the database in the data folder, which is made if need be. */
const dataFile = Effect.fn("chosenStore.dataFile")(function* (folder: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  yield* Effect.mapError(
    fs.makeDirectory(folder, { recursive: true, mode: 0o700 }),
    ({ message }) =>
      new InvalidSettings({ problem: `OPENCHAT_DATA is ${folder}, which cannot be made: ${message}.` }),
  )
  return path.join(folder, "openchat.sqlite")
})

/** The database that the settings name, and pokes that reach every process on it. */
export const chosenStore = Layer.unwrapEffect(
  Effect.flatMap(Settings, ({ databaseUrl, dataFolder }) =>
    Option.match(databaseUrl, {
      onSome: (url) => Effect.succeed(Layer.provideMerge(postgresPokes, postgres(url))),
      onNone: () => Effect.map(dataFile(dataFolder), (file) => Layer.merge(sqlite(file), Pokes.layerMemory)),
    }),
  ),
)

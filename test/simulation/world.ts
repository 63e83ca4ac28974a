import { Effect, Layer } from "effect"
import { UserId } from "../../src/domain/Ids.ts"
import { serverMigrations } from "../../src/server/store/serverMigrations.ts"
import { inProcess } from "../../src/server/sync/inProcess.ts"
import { Pokes } from "../../src/server/sync/Pokes.ts"
import * as SyncServer from "../../src/server/sync/SyncServer.ts"
import { migrate } from "../../src/services/database/Migrations.ts"
import { Nanoid } from "../../src/services/Nanoid.ts"
import { MemoryDatabase } from "../support/platform.ts"

export const user = { userId: UserId.make("u".repeat(21)), name: "Ann", email: "ann@example.com" }

const ServerDatabase = Layer.provideMerge(Layer.effectDiscard(migrate(serverMigrations)), MemoryDatabase)

/** The server's half on a database of its own. */
export const ServerLayer = SyncServer.layer.pipe(
  Layer.provideMerge(Pokes.layerMemory),
  Layer.provideMerge(Nanoid.layer),
  Layer.provideMerge(ServerDatabase),
)

/** Every layer is built anew each time. */
export const makeServer = Layer.build(Layer.fresh(ServerLayer))

export type Server = Effect.Effect.Success<typeof makeServer>

export const connect = (server: Server) => Effect.provide(inProcess(user), server)

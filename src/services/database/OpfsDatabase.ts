import { SqlClient } from "@effect/sql"
import { Effect, Layer, Schedule } from "effect"
import { layerOpen } from "./Database.ts"
import { currentPool, databasePath, hasLostPath } from "./poolFiles.ts"
import { PoolVfs } from "./PoolVfs.ts"
import { poolPragmas } from "./pragmas.ts"
import { SqliteModule } from "./SqliteModule.ts"
import { type SqliteModule as Module, SQLiteError } from "wa-sqlite"
import { storageErrorOf } from "./storageErrorOf.ts"

/** Database, WAL and room for a journal; each handle costs about 5 ms at the opening. */
const capacity = 4

/** SQLITE_CORRUPT, https://sqlite.org/rescode.html#corrupt */
const corrupt = 11

const acquire = (folder: string, module: Module) =>
  Effect.tryPromise({
    try: async () => {
      if (await hasLostPath(folder)) {
        throw new SQLiteError("the name of a file in the pool is damaged", corrupt)
      }
      // not AccessHandlePoolVFS.create(): when one file is held, that loses the handles it did get
      const vfs = new PoolVfs(folder, module)
      try {
        await vfs.isReady()
        // a worker killed in its very first start leaves a smaller pool
        if (vfs.getCapacity() < capacity) await vfs.addCapacity(capacity - vfs.getCapacity())
        return vfs
      } catch (cause) {
        await vfs.closeAfterFailure()
        throw cause
      }
    },
    catch: storageErrorOf,
  })

const makeVfs = (module: Module) =>
  Effect.flatMap(Effect.tryPromise({ try: currentPool, catch: storageErrorOf }), (folder) =>
    Effect.acquireRelease(
      // the handles of a worker that was just killed may still be closing
      Effect.retry(acquire(folder, module), {
        while: (error) => error._tag === "StorageBusy",
        schedule: Schedule.spaced("20 millis").pipe(Schedule.upTo("10 seconds")),
      }),
      (vfs) => Effect.promise(() => vfs.close()),
    ),
  )

/**
 * Moves what was written from the WAL into the database file now and then, and not only after every thousand pages:
 * the less there is in the WAL, the less hangs on its being whole, and the sooner the next opening is done.
 */
const checkpoints = Layer.scopedDiscard(
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const checkpoint = Effect.ignoreLogged(sql`PRAGMA wal_checkpoint(PASSIVE)`)
    yield* Effect.forkScoped(Effect.schedule(checkpoint, Schedule.spaced("10 seconds")))
  }),
)

/** The fastest durable storage of a browser. One worker at a time can hold it. */
export const layerOpfs = Layer.unwrapEffect(
  Effect.map(SqliteModule, ({ sync }) =>
    Layer.provideMerge(
      checkpoints,
      layerOpen({
        kind: "opfs",
        vfsName: "AccessHandlePoolVFS",
        module: sync,
        synchronous: true,
        vfs: makeVfs,
        file: databasePath,
        pragmas: poolPragmas,
      }),
    ),
  ),
)

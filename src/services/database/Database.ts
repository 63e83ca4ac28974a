import { SqlClient } from "@effect/sql"
import { Context, Effect, Exit, Layer } from "effect"
import type { Scope } from "effect/Scope"
import { Factory, type SqliteModule as Module, type SqliteVfs } from "wa-sqlite"
import type { StorageError } from "../../domain/errors/StorageErrors.ts"
import type { StorageKind } from "../../domain/StorageStatus.ts"
import { makeClient } from "./SqliteClient.ts"
import { serialize } from "./serialize.ts"
import { storageErrorOf } from "./storageErrorOf.ts"

/** The device's database: a `SqlClient` that also says what it is and can be copied out. */
export class Database extends Context.Tag("openchat/Database")<
  Database,
  SqlClient.SqlClient & {
    readonly kind: StorageKind
    /** The file system under SQLite, by wa-sqlite's name for it. */
    readonly vfs: string
    readonly sqliteVersion: string
    /** Milliseconds from the first request to the first answer. */
    readonly openedIn: number
    /** The whole database as the bytes of an ordinary SQLite file. */
    readonly serialize: Effect.Effect<Uint8Array, StorageError>
  }
>() {}

/** A file system whose files may be left as they are. */
export type FreezableVfs = SqliteVfs & {
  /** From now on nothing of the files changes. */
  readonly freeze?: () => void
}

export interface OpenOptions {
  readonly kind: StorageKind
  /** wa-sqlite's name for the file system. */
  readonly vfsName: string
  readonly module: Effect.Effect<Module, StorageError>
  /** Whether the module is the synchronous build. */
  readonly synchronous: boolean
  /** Absent: SQLite's own file system, which knows only memory. */
  readonly vfs?: (module: Module) => Effect.Effect<FreezableVfs, StorageError, Scope>
  readonly file: string
  readonly pragmas: ReadonlyArray<string>
}

const tryStorage = <A>(attempt: () => Promise<A>): Effect.Effect<A, StorageError> =>
  Effect.tryPromise({ try: attempt, catch: storageErrorOf })

/** Read, write, create; and result codes that say which input or output failed: https://sqlite.org/c3ref/open.html */
const openFlags = 0x2 | 0x4 | 0x02000000

const open = Effect.fn("Database.open")(function* (options: OpenOptions) {
  const started = performance.now()
  const module = yield* options.module
  const sqlite3 = Factory(module)
  const vfs = options.vfs === undefined ? undefined : yield* options.vfs(module)
  if (vfs !== undefined) sqlite3.vfs_register(vfs, false)
  const db = yield* Effect.acquireRelease(
    tryStorage(() => sqlite3.open_v2(options.file, openFlags, vfs?.name)),
    (db, exit) => {
      // a damaged file stays as it is: SQLite writes the log into it as it closes, and deletes the log
      if (Exit.isFailure(exit)) vfs?.freeze?.()
      return Effect.promise(() => sqlite3.close(db))
    },
  )
  // SQLite opens lazily: only a read shows whether the file is a database
  const first = [...options.pragmas.map((pragma) => `PRAGMA ${pragma}`), "SELECT count(*) FROM sqlite_master"]
  yield* tryStorage(() => sqlite3.exec(db, first.join(";")))
  const client = yield* makeClient({ sqlite3, db, direct: options.synchronous ? module : undefined })
  const database: Context.Tag.Service<Database> = Object.assign(client, {
    kind: options.kind,
    vfs: options.vfsName,
    sqliteVersion: sqlite3.libversion(),
    openedIn: performance.now() - started,
    serialize: Effect.suspend(() => client.withTransaction(serialize(module, db))).pipe(
      Effect.mapError(storageErrorOf),
    ),
  })
  return Context.make(Database, database).pipe(Context.add(SqlClient.SqlClient, database))
})

/** The same connection under both tags: portable code asks for `SqlClient`, the device's own code for `Database`. */
export const layerOpen = (options: OpenOptions): Layer.Layer<Database | SqlClient.SqlClient, StorageError> =>
  Layer.scopedContext(open(options))

import { Reactivity } from "@effect/experimental"
import { SqlClient, Statement } from "@effect/sql"
import { SqliteClient } from "@effect/sql-sqlite-node"
import type { Connection } from "@effect/sql/SqlConnection"
import { SqlError } from "@effect/sql/SqlError"
import { Effect, Layer, Option } from "effect"
import { releaseSavepoints } from "../../services/database/releaseSavepoints.ts"
import { savepoints } from "../../services/database/savepoints.ts"
import { reasonOf } from "../reasonOf.ts"
import { StoreUnavailable } from "../ServerErrors.ts"

const spanAttributes = [["db.system.name", "sqlite"]] as const

/** WAL lets a backup read meanwhile; FULL makes a commit survive a power cut; the timeout waits for that backup. */
const pragmas = ["journal_mode = WAL", "synchronous = FULL", "busy_timeout = 5000", "temp_store = MEMORY"]

/**
 * A `SqlClient` on one connection. The library's own client asks for the connection and uses it in two steps, between
 * which a fiber may be put aside and wake up within somebody else's transaction; it also takes a COMMIT that fails, as on
 * a full disk, for a defect. So its connection is held for good, and given to one statement or transaction at a time.
 */
const make = Effect.fn("SqliteStore.make")(function* (file: string) {
  const library = yield* SqliteClient.make({ filename: file })
  const connection = yield* library.reserve
  const exec = (sql: string) => Effect.asVoid(connection.executeUnprepared(sql, [], undefined))
  for (const pragma of pragmas) yield* exec(`PRAGMA ${pragma}`)

  const permit = yield* Effect.makeSemaphore(1)
  const acquire = Effect.uninterruptibleMask((restore) =>
    Effect.zipRight(
      restore(permit.take(1)),
      Effect.as(
        Effect.addFinalizer(() => permit.release(1)),
        connection,
      ),
    ),
  )
  const client = yield* SqlClient.make({
    acquirer: Effect.succeed(each(connection, permit.withPermits(1))),
    transactionAcquirer: acquire,
    compiler: Statement.makeCompilerSqlite(),
    spanAttributes,
  })

  /** SQLite ends a transaction by itself when the disk is full or broken. Then, and only then, another can begin. */
  let open = false
  const seeWhetherOpen = Effect.matchEffect(exec("BEGIN"), {
    onFailure: () => Effect.void,
    onSuccess: () => Effect.zipRight(Effect.orDie(exec("ROLLBACK")), markEnded),
  })
  const markEnded = Effect.sync(() => {
    open = false
  })
  // whoever goes on after that would write without a transaction, and would not be rolled back
  const within = <A, E>(effect: Effect.Effect<A, E>) =>
    Effect.suspend((): Effect.Effect<A, E | SqlError> =>
      open ? Effect.tapError(effect, () => seeWhetherOpen) : Effect.fail(ended()),
    )
  const ifOpen = (effect: Effect.Effect<void, SqlError>) =>
    Effect.suspend(() => (open ? effect : Effect.void))

  const withTransaction = SqlClient.makeWithTransaction({
    transactionTag: SqlClient.TransactionConnection,
    spanAttributes,
    acquireConnection: Effect.succeed([undefined, each(connection, within)] as const),
    // a deferred BEGIN could find, at its first write, that it may not write
    begin: () =>
      Effect.tap(exec("BEGIN IMMEDIATE"), () =>
        Effect.sync(() => {
          open = true
        }),
      ),
    commit: () =>
      Effect.ensuring(
        Effect.tapError(within(exec("COMMIT")), () => ifOpen(exec("ROLLBACK"))),
        markEnded,
      ),
    rollback: () => Effect.ensuring(ifOpen(exec("ROLLBACK")), markEnded),
    ...savepoints(
      (name) => within(exec(`SAVEPOINT ${name}`)),
      (name) => ifOpen(exec(`ROLLBACK TO SAVEPOINT ${name}`)),
    ),
  })

  // outside the library's transaction, within which nothing that waits can be interrupted
  const waitingItsTurn = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
    Effect.flatMap(Effect.serviceOption(SqlClient.TransactionConnection), (outer) =>
      Option.isSome(outer) ? effect : permit.withPermits(1)(effect),
    )

  const released = releaseSavepoints(withTransaction, "nested_")

  return Object.assign(client, {
    withTransaction: <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | SqlError, R> =>
      Effect.catchSomeDefect(waitingItsTurn(released(effect)), (defect) =>
        defect instanceof SqlError ? Option.some(Effect.fail(defect)) : Option.none(),
      ),
  })
})

const ended = () => {
  const message = "an earlier error ended the transaction"
  return new SqlError({ cause: new Error(message), message })
}

/** The same connection with something around each statement. */
const each = (
  connection: Connection,
  around: <A, E>(effect: Effect.Effect<A, E>) => Effect.Effect<A, E | SqlError>,
): Connection => ({
  execute: (...args) => around(connection.execute(...args)),
  executeRaw: (...args) => around(connection.executeRaw(...args)),
  executeValues: (...args) => around(connection.executeValues(...args)),
  executeUnprepared: (...args) => around(connection.executeUnprepared(...args)),
  executeStream: (...args) => connection.executeStream(...args),
})

/**
 * The server's database in a file; `:memory:` keeps nothing.
 *
 * @throws StoreUnavailable if the file cannot be opened or is no database
 */
export const layer = (file: string): Layer.Layer<SqlClient.SqlClient, StoreUnavailable> =>
  Layer.scoped(SqlClient.SqlClient, make(file)).pipe(
    Layer.provide(Reactivity.layer),
    // the library opens the file in a constructor, which throws
    Layer.catchAllCause((cause) =>
      Layer.fail(new StoreUnavailable({ store: file, detail: reasonOf(cause) })),
    ),
  )

import { Reactivity } from "@effect/experimental"
import { SqlClient, Statement } from "@effect/sql"
import type { Connection } from "@effect/sql/SqlConnection"
import { SqlError } from "@effect/sql/SqlError"
import { Effect, Option, Scope, Stream } from "effect"
import { SQLiteError } from "wa-sqlite"
import { savepoints } from "./savepoints.ts"
import { releaseSavepoints } from "./releaseSavepoints.ts"
import { makeConnection, type SqliteHandle } from "./SqliteConnection.ts"

const spanAttributes = [["db.system.name", "sqlite"]] as const

/**
 * A `SqlClient` on an open wa-sqlite database: one connection, one permit, transactions that nest by savepoints.
 */
export const makeClient = (handle: SqliteHandle) =>
  Effect.gen(function* () {
    const permit = yield* Effect.makeSemaphore(1)
    const connection = yield* makeConnection(handle, permit)
    const inTransaction = () => handle.sqlite3.get_autocommit(handle.db) === 0

    const transactionAcquirer = Effect.uninterruptibleMask((restore) =>
      Effect.zipRight(
        restore(permit.take(1)),
        Effect.as(
          Effect.flatMap(Effect.scope, (scope) => Scope.addFinalizer(scope, permit.release(1))),
          connection,
        ),
      ),
    )

    const client = yield* SqlClient.make({
      acquirer: Effect.succeed(each(connection, permit.withPermits(1))),
      transactionAcquirer,
      compiler: Statement.makeCompilerSqlite(),
      spanAttributes,
    })

    const exec = (sql: string) => connection.executeRaw(sql, [])
    // SQLite ends a transaction by itself when the disk is full or broken: nothing is left to roll back
    const ifOpen = <A, E>(effect: Effect.Effect<A, E>) =>
      Effect.suspend(() => (inTransaction() ? effect : Effect.void))

    // whoever goes on after that would write without a transaction, and would not be rolled back
    const onlyIfOpen = <A, E>(effect: Effect.Effect<A, E>) =>
      Effect.suspend((): Effect.Effect<A, E | SqlError> => (inTransaction() ? effect : Effect.fail(ended())))

    const withTransaction = SqlClient.makeWithTransaction({
      transactionTag: SqlClient.TransactionConnection,
      spanAttributes,
      acquireConnection: Effect.succeed([undefined, each(connection, onlyIfOpen)] as const),
      // a deferred BEGIN could find, at its first write, that it may not write
      begin: () => exec("BEGIN IMMEDIATE"),
      commit: () => Effect.tapError(exec("COMMIT"), () => ifOpen(exec("ROLLBACK"))),
      rollback: () => ifOpen(exec("ROLLBACK")),
      ...savepoints(
        (name) => onlyIfOpen(exec(`SAVEPOINT ${name}`)),
        (name) => Effect.asVoid(ifOpen(exec(`ROLLBACK TO SAVEPOINT ${name}`))),
      ),
    })

    // outside the library's transaction, within which nothing that waits can be interrupted
    const waitingItsTurn = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
      Effect.flatMap(Effect.serviceOption(SqlClient.TransactionConnection), (outer) =>
        Option.isSome(outer) ? effect : permit.withPermits(1)(effect),
      )

    const released = releaseSavepoints(withTransaction, "nested_")

    return Object.assign(client, {
      // the library makes a failed COMMIT a defect, but here it is how a full disk shows
      withTransaction: <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | SqlError, R> =>
        Effect.catchSomeDefect(waitingItsTurn(released(effect)), (defect) =>
          defect instanceof SqlError ? Option.some(Effect.fail(defect)) : Option.none(),
        ),
    })
  }).pipe(Effect.provide(Reactivity.layer))

/** https://sqlite.org/rescode.html#abort */
const abort = 4

const ended = () => {
  const message = "an earlier error ended the transaction"
  return new SqlError({ cause: new SQLiteError(message, abort), message })
}

/**
 * The same connection with something around each statement: outside a transaction it waits its turn, also behind a
 * whole transaction.
 */
const each = (
  connection: Connection,
  around: <A, E>(effect: Effect.Effect<A, E>) => Effect.Effect<A, E | SqlError>,
): Connection => ({
  execute: (...args) => around(connection.execute(...args)),
  executeRaw: (...args) => around(connection.executeRaw(...args)),
  executeValues: (...args) => around(connection.executeValues(...args)),
  executeUnprepared: (...args) => around(connection.executeUnprepared(...args)),
  executeStream: (...args) =>
    Stream.unwrap(Effect.map(around(Stream.runCollect(connection.executeStream(...args))), Stream.fromChunk)),
})

import { Reactivity } from "@effect/experimental"
import { SqlClient, Statement } from "@effect/sql"
import type { Connection } from "@effect/sql/SqlConnection"
import { SqlError } from "@effect/sql/SqlError"
import { Effect, Option, Scope, Stream } from "effect"
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
      acquirer: Effect.succeed(guarded(connection, permit)),
      transactionAcquirer,
      compiler: Statement.makeCompilerSqlite(),
      spanAttributes,
    })

    const exec = (sql: string) => connection.executeRaw(sql, [])
    // SQLite ends a transaction by itself when the disk is full or broken: nothing is left to roll back
    const ifOpen = <A, E>(effect: Effect.Effect<A, E>) =>
      Effect.suspend(() => (inTransaction() ? effect : Effect.void))

    const withTransaction = SqlClient.makeWithTransaction({
      transactionTag: SqlClient.TransactionConnection,
      spanAttributes,
      acquireConnection: Effect.succeed([undefined, connection] as const),
      // a deferred BEGIN could find, at its first write, that it may not write
      begin: () => exec("BEGIN IMMEDIATE"),
      savepoint: (_, id) => exec(`SAVEPOINT nested_${id}`),
      commit: () => Effect.tapError(exec("COMMIT"), () => ifOpen(exec("ROLLBACK"))),
      rollback: () => ifOpen(exec("ROLLBACK")),
      rollbackSavepoint: (_, id) => ifOpen(exec(`ROLLBACK TO SAVEPOINT nested_${id}`)),
    })

    // outside the library's transaction, within which nothing that waits can be interrupted
    const waitingItsTurn = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
      Effect.flatMap(Effect.serviceOption(SqlClient.TransactionConnection), (outer) =>
        Option.isSome(outer) ? effect : permit.withPermits(1)(effect),
      )

    return Object.assign(client, {
      // the library makes a failed COMMIT a defect, but here it is how a full disk shows
      withTransaction: <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | SqlError, R> =>
        Effect.catchSomeDefect(waitingItsTurn(withTransaction(effect)), (defect) =>
          defect instanceof SqlError ? Option.some(Effect.fail(defect)) : Option.none(),
        ),
    })
  }).pipe(Effect.provide(Reactivity.layer))

/** Every statement outside a transaction waits its turn, also behind a whole transaction. */
const guarded = (connection: Connection, permit: Effect.Semaphore): Connection => {
  const one = permit.withPermits(1)
  return {
    execute: (...args) => one(connection.execute(...args)),
    executeRaw: (...args) => one(connection.executeRaw(...args)),
    executeValues: (...args) => one(connection.executeValues(...args)),
    executeUnprepared: (...args) => one(connection.executeUnprepared(...args)),
    executeStream: (...args) =>
      Stream.unwrap(Effect.map(one(Stream.runCollect(connection.executeStream(...args))), Stream.fromChunk)),
  }
}

import { SqlClient } from "@effect/sql"
import type { Connection } from "@effect/sql/SqlConnection"
import { Effect, Exit, Predicate, Runtime, Scope } from "effect"
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely"

/** Rows, or how many were changed: SQLite's driver answers one or the other, PostgreSQL's both. */
const resultOf = <Row>(answer: unknown): QueryResult<Row> => {
  if (Array.isArray(answer)) return { rows: answer, numAffectedRows: BigInt(answer.length) }
  if (Predicate.hasProperty(answer, "changes")) {
    return { rows: [], numAffectedRows: BigInt(Number(answer.changes)) }
  }
  if (Predicate.hasProperty(answer, "rows") && Array.isArray(answer.rows)) {
    const count = Predicate.hasProperty(answer, "rowCount") ? Number(answer.rowCount ?? 0) : 0
    return { rows: answer.rows, numAffectedRows: BigInt(count) }
  }
  return { rows: [] }
}

/**
 * Kysely on a `SqlClient`, so that accounts and sync share one connection. On a connection of its own a write would wait
 * for a transaction of sync while it keeps the whole process from ending that transaction.
 */
export const makeSqlDialect = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const runPromise = Runtime.runPromise(yield* Effect.runtime())
  const releases = new WeakMap<DatabaseConnection, Effect.Effect<void>>()

  const connectionOn = (connection: Connection): DatabaseConnection => ({
    executeQuery: <Row>(query: CompiledQuery) =>
      runPromise(
        Effect.map(connection.executeRaw(query.sql, query.parameters), (answer) => resultOf<Row>(answer)),
      ),
    streamQuery: () => {
      throw new Error("accounts read no streams")
    },
  })

  const acquire = Effect.gen(function* () {
    const scope = yield* Scope.make()
    const reserved = yield* Effect.onError(Scope.extend(sql.reserve, scope), () =>
      Scope.close(scope, Exit.void),
    )
    const connection = connectionOn(reserved)
    releases.set(connection, Scope.close(scope, Exit.void))
    return connection
  })

  const exec = (connection: DatabaseConnection, text: string) =>
    connection.executeQuery({
      sql: text,
      parameters: [],
      query: { kind: "RawNode", sqlFragments: [text], parameters: [] },
      queryId: { queryId: text },
    })

  const driver: Driver = {
    init: () => Promise.resolve(),
    destroy: () => Promise.resolve(),
    acquireConnection: () => runPromise(acquire),
    releaseConnection: (connection) => runPromise(releases.get(connection) ?? Effect.void),
    beginTransaction: async (connection) => {
      await exec(connection, "BEGIN")
    },
    commitTransaction: async (connection) => {
      await exec(connection, "COMMIT")
    },
    rollbackTransaction: async (connection) => {
      await exec(connection, "ROLLBACK")
    },
  }

  const postgres: Dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => driver,
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
  const sqlite: Dialect = {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => driver,
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
  return sql.onDialectOrElse({
    pg: () => ({ dialect: postgres, type: "postgres" as const }),
    orElse: () => ({ dialect: sqlite, type: "sqlite" as const }),
  })
})

import type { Connection } from "@effect/sql/SqlConnection"
import { SqlError } from "@effect/sql/SqlError"
import { Effect, Stream } from "effect"
import {
  SQLITE_DONE,
  SQLITE_PREPARE_PERSISTENT,
  SQLITE_ROW,
  SQLiteError,
  type SqliteApi,
  type SqliteModule,
  type SqlValue,
} from "wa-sqlite"

/** An open database. */
export interface SqliteHandle {
  readonly sqlite3: SqliteApi
  readonly db: number
  /**
   * Given with the synchronous build: SQLite's own functions, which answer at once. The API makes a promise of each
   * step, and so of each row.
   */
  readonly direct: Pick<SqliteModule, "_sqlite3_step" | "_sqlite3_reset" | "ccall"> | undefined
}

/** Why a statement fails that comes after the database was closed. */
export class DatabaseClosed extends Error {
  override readonly message = "the database is closed"
}

type ToRow<Row> = (values: ReadonlyArray<SqlValue>, columns: ReadonlyArray<string>) => Row

interface Prepared {
  readonly stmt: number
  readonly columns: ReadonlyArray<string>
}

/** Statements kept prepared. The application has fewer than a hundred; batches of odd sizes make the rest. */
const cacheCapacity = 160

const bindable = (value: unknown): SqlValue => {
  switch (typeof value) {
    case "string":
    case "number":
    case "bigint":
      return value
    case "boolean":
      return value ? 1 : 0
    default:
      // wa-sqlite keeps the previous binding for undefined, so it must not reach it
      if (value === null || value === undefined) return null
      if (value instanceof Uint8Array) return value
      if (value instanceof Date) return value.toISOString()
      throw new SQLiteError(`a ${typeof value} cannot be bound`, 20)
  }
}

const toSqlError = (cause: unknown) =>
  new SqlError({ cause, message: cause instanceof Error ? cause.message : "Failed to execute statement" })

/**
 * Runs statements on one open database, one at a time: stepping is asynchronous in wa-sqlite, so the caller must
 * hold the connection's permit. Prepared statements are kept, the least recently used one goes first.
 */
export const makeConnection = ({ sqlite3, db, direct }: SqliteHandle, permit: Effect.Semaphore) =>
  Effect.gen(function* () {
    const cache = new Map<string, Prepared>()
    // fibers of one transaction share its permit: a statement that is being stepped must not be bound again
    const turn = yield* Effect.makeSemaphore(1)
    let stepping = false

    const prepare = async (sql: string, flags: number): Promise<Prepared | undefined> => {
      for await (const stmt of sqlite3.statements(db, sql, { unscoped: true, flags })) {
        return { stmt, columns: sqlite3.column_names(stmt) }
      }
      return undefined
    }

    const recall = (sql: string): Prepared | undefined => {
      const known = cache.get(sql)
      if (known === undefined) return undefined
      cache.delete(sql)
      cache.set(sql, known)
      return known
    }

    const prepareCached = async (sql: string): Promise<Prepared | undefined> => {
      const known = recall(sql)
      if (known !== undefined) return known
      const made = await prepare(sql, SQLITE_PREPARE_PERSISTENT)
      if (made === undefined) return undefined
      cache.set(sql, made)
      const oldest = cache.entries().next()
      if (cache.size > cacheCapacity && oldest.done !== true) {
        cache.delete(oldest.value[0])
        await sqlite3.finalize(oldest.value[1].stmt)
      }
      return made
    }

    // closing waits for the statement or transaction that runs; what comes after it fails with `DatabaseClosed`
    let closed = false
    const finalizeAll = Effect.promise(async () => {
      closed = true
      // an open statement keeps the database from closing
      for (const { stmt } of cache.values()) await sqlite3.finalize(stmt)
      cache.clear()
    })
    yield* Effect.addFinalizer(() => permit.withPermits(1)(finalizeAll))

    const bind = (stmt: number, params: ReadonlyArray<unknown>) => {
      for (let index = 0; index < params.length; index++)
        sqlite3.bind(stmt, index + 1, bindable(params[index]))
    }

    const step = async <Row>({ stmt, columns }: Prepared, toRow: ToRow<Row>): Promise<ReadonlyArray<Row>> => {
      const rows: Array<Row> = []
      while ((await sqlite3.step(stmt)) === SQLITE_ROW) rows.push(toRow(sqlite3.row(stmt), columns))
      return rows
    }

    const stepDirectly = <Row>(
      { stmt, columns }: Prepared,
      toRow: ToRow<Row>,
      module: NonNullable<typeof direct>,
    ): ReadonlyArray<Row> => {
      const rows: Array<Row> = []
      let code = module._sqlite3_step(stmt)
      for (; code === SQLITE_ROW; code = module._sqlite3_step(stmt))
        rows.push(toRow(sqlite3.row(stmt), columns))
      if (code !== SQLITE_DONE) {
        throw new SQLiteError(module.ccall("sqlite3_errmsg", "string", ["number"], [db]), code)
      }
      return rows
    }

    const runLater = <Row>(sql: string, params: ReadonlyArray<unknown>, toRow: ToRow<Row>, keep: boolean) =>
      Effect.tryPromise({
        try: async () => {
          stepping = true
          const prepared = await (keep ? prepareCached(sql) : prepare(sql, 0))
          if (prepared === undefined) return []
          try {
            bind(prepared.stmt, params)
            return await step(prepared, toRow)
          } finally {
            // both report the error of the last step again, which is already on its way
            await (keep ? sqlite3.reset(prepared.stmt) : sqlite3.finalize(prepared.stmt)).catch(
              () => undefined,
            )
          }
        },
        catch: toSqlError,
      }).pipe(
        Effect.ensuring(
          Effect.sync(() => {
            stepping = false
          }),
        ),
        turn.withPermits(1),
      )

    const runNow = <Row>(
      prepared: Prepared,
      params: ReadonlyArray<unknown>,
      toRow: ToRow<Row>,
      module: NonNullable<typeof direct>,
    ) =>
      Effect.try({
        try: () => {
          try {
            bind(prepared.stmt, params)
            return stepDirectly(prepared, toRow, module)
          } finally {
            module._sqlite3_reset(prepared.stmt)
          }
        },
        catch: toSqlError,
      })

    const run = <Row>(
      sql: string,
      params: ReadonlyArray<unknown>,
      toRow: ToRow<Row>,
      keep = true,
    ): Effect.Effect<ReadonlyArray<Row>, SqlError> =>
      // a half-stepped statement must be reset before anyone else runs
      Effect.uninterruptible(
        Effect.suspend(() => {
          if (closed) return Effect.fail(toSqlError(new DatabaseClosed()))
          const known = keep && direct !== undefined && !stepping ? recall(sql) : undefined
          return known !== undefined && direct !== undefined
            ? runNow(known, params, toRow, direct)
            : runLater(sql, params, toRow, keep)
        }),
      )

    const transformed = (
      rows: Effect.Effect<ReadonlyArray<object>, SqlError>,
      transform: ((rows: ReadonlyArray<object>) => ReadonlyArray<object>) | undefined,
    ) => (transform === undefined ? rows : Effect.map(rows, transform))

    const connection: Connection = {
      execute: (sql, params, transform) => transformed(run(sql, params, toObject), transform),
      executeRaw: (sql, params) => run(sql, params, toObject),
      executeValues: (sql, params) => run(sql, params, (values) => values),
      executeUnprepared: (sql, params, transform) =>
        transformed(run(sql, params, toObject, false), transform),
      // collected first: a cursor left open between two reads would hold back every writer
      executeStream: (sql, params, transform) =>
        Stream.fromIterableEffect(transformed(run(sql, params, toObject), transform)),
    }
    return connection
  })

const toObject = (values: ReadonlyArray<SqlValue>, columns: ReadonlyArray<string>): object => {
  const row: Record<string, SqlValue> = {}
  let index = 0
  // an index instead of `entries()`, as this runs for every row that is ever read
  for (const column of columns) row[column] = values[index++] ?? null
  return row
}

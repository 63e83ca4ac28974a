import { SqlClient } from "@effect/sql"
import { Effect, Option, Schema } from "effect"
import { columnsOf, columnValues, snake } from "./columns.ts"
import { withStorageErrors } from "./storageErrorOf.ts"

/** Rows of one INSERT; times the columns it stays below the 32,766 parameters that SQLite takes. */
const rowsPerInsert = 500

/**
 * Create, read, update, delete and list by page for one table whose rows a schema describes. Columns are named
 * after the fields; a page begins after a key, so rows that come or go meanwhile neither repeat nor hide others.
 */
export const makeRepo = <A extends object, I, K extends string & keyof A>(options: {
  readonly table: string
  readonly schema: Schema.Schema<A, I> & { readonly fields: object }
  readonly key: K
}) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const table = sql(options.table)
    const key = sql(snake(options.key))
    const columns = sql.literal(columnsOf(options.schema))
    const valuesOf = columnValues(options.schema)
    const decode = Schema.decodeUnknown(Schema.Array(options.schema))

    const insert = Effect.fnUntraced(function* (rows: ReadonlyArray<A>) {
      for (let from = 0; from < rows.length; from += rowsPerInsert) {
        yield* sql`INSERT INTO ${table} ${sql.insert(rows.slice(from, from + rowsPerInsert).map(valuesOf))}`
      }
    }, withStorageErrors)

    const byId = Effect.fnUntraced(function* (id: A[K] & string) {
      const rows = yield* decode(yield* sql`SELECT ${columns} FROM ${table} WHERE ${key} = ${id}`)
      return Option.fromNullable(rows[0])
    }, withStorageErrors)

    /** Those that are there, in no order. At most as many ids as SQLite takes parameters. */
    const byIds = Effect.fnUntraced(function* (ids: ReadonlyArray<A[K] & string>) {
      if (ids.length === 0) return []
      return yield* decode(
        yield* sql`SELECT ${columns} FROM ${table} WHERE ${sql.in(snake(options.key), ids)}`,
      )
    }, withStorageErrors)

    /** Writes every field of a row that is there; answers nothing if it is not. */
    const update = Effect.fnUntraced(function* (row: A) {
      const values = valuesOf(row)
      const id = values[snake(options.key)]
      yield* sql`UPDATE ${table} SET ${sql.update(values, [snake(options.key)])} WHERE ${key} = ${id}`
    }, withStorageErrors)

    const remove = Effect.fnUntraced(function* (id: A[K] & string) {
      yield* sql`DELETE FROM ${table} WHERE ${key} = ${id}`
    }, withStorageErrors)

    /** In the order of their ids, which is that of their making. */
    const page = Effect.fnUntraced(function* (query: {
      readonly after: (A[K] & string) | null
      readonly limit: number
    }) {
      const rest = query.after === null ? sql.literal("1 = 1") : sql`${key} > ${query.after}`
      return yield* decode(
        yield* sql`SELECT ${columns} FROM ${table} WHERE ${rest} ORDER BY ${key} LIMIT ${query.limit}`,
      )
    }, withStorageErrors)

    return { insert, byId, byIds, update, remove, page } as const
  })

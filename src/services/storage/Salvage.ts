import { SqlClient } from "@effect/sql"
import { Effect, Option, Schema } from "effect"
import type { StorageError } from "../../domain/errors/StorageErrors.ts"
import { ChatRecord } from "../chat/ChatRepo.ts"
import { MessageRecord } from "../chat/MessageRepo.ts"
import { snake } from "../database/columns.ts"
import { migrate } from "../database/Migrations.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { type Found, pageSizeOf, readRows } from "./sqliteFile.ts"

type RawRow = Readonly<Record<string, unknown>>

/** What could be read of a damaged database, in the columns of its tables. */
export interface Salvaged {
  readonly chats: ReadonlyArray<RawRow>
  readonly messages: ReadonlyArray<RawRow>
  /** Rows of any table that are there and cannot be read. */
  readonly unreadable: number
}

/** In the order in which they are tried where the header of the file does not say it. */
const pageSizes = [8192, 4096]

const Column = Schema.Struct({
  name: Schema.String,
  dflt_value: Schema.NullOr(Schema.String),
  pk: Schema.Int,
})
type Column = typeof Column.Type

/** What a column has that was added after the row was written: SQLite leaves it out of the record. */
const defaultOf = ({ dflt_value }: Column) => {
  if (dflt_value === null) return null
  return dflt_value.startsWith("'") ? dflt_value.slice(1, -1) : Number(dflt_value)
}

interface Known {
  readonly id: string
  readonly updatedAt: number
}

/** The rows that can be those of one table, of several states of one the newest. The schema says which are. */
const rowsOf = Effect.fnUntraced(function* <A extends Known, I>(
  table: string,
  schema: Schema.Schema<A, I> & { readonly fields: object },
  found: ReadonlyArray<Found>,
) {
  const sql = yield* SqlClient.SqlClient
  const columns = yield* Effect.flatMap(
    sql`SELECT name, dflt_value, pk FROM pragma_table_info(${table}) ORDER BY cid`,
    Schema.decodeUnknown(Schema.Array(Column)),
  )
  const fields = Object.keys(schema.fields).map((field) => [field, snake(field)] as const)
  const decode = Schema.decodeUnknownOption(schema)
  const newest = new Map<string, { readonly updatedAt: number; readonly raw: RawRow }>()
  for (const { rowId, values } of found) {
    if (values.length > columns.length) continue
    const raw: RawRow = Object.fromEntries(
      columns.map((column, index) => {
        const value = index < values.length ? values[index] : defaultOf(column)
        return [column.name, column.pk === 1 && value === null ? rowId : value]
      }),
    )
    const row = decode(Object.fromEntries(fields.map(([field, column]) => [field, raw[column]])))
    if (Option.isNone(row)) continue
    const { id, updatedAt } = row.value
    if ((newest.get(id)?.updatedAt ?? 0) <= updatedAt) newest.set(id, { updatedAt, raw })
  }
  return [...newest.values()].map(({ raw }) => raw)
})

/**
 * Reads what can be read of a damaged database file, row by row, whatever else of it is lost.
 *
 * It asks the database of the context, which has to be another one, for the columns of the tables.
 */
export const salvage = (
  file: Uint8Array,
  wal: Uint8Array,
): Effect.Effect<Salvaged, StorageError, SqlClient.SqlClient> =>
  withStorageErrors(
    Effect.gen(function* () {
      yield* migrate()
      const stated = pageSizeOf(file)
      const readings = (stated === undefined ? pageSizes : [stated, ...pageSizes]).map((size) =>
        readRows(file, wal, size),
      )
      const best = readings.reduce((a, b) => (b.found.length > a.found.length ? b : a))
      const chats = yield* rowsOf("chat", ChatRecord, best.found)
      const messages = yield* rowsOf("message", MessageRecord, best.found)
      return { chats, messages, unreadable: best.unreadable }
    }),
  ).pipe(Effect.withSpan("salvage"))

import { SqlClient } from "@effect/sql"
import { Effect, Option, Schema } from "effect"
import type { StorageError } from "../../domain/errors/StorageErrors.ts"
import { Draft } from "../../domain/Draft.ts"
import { ChatRecord } from "../chat/ChatRepo.ts"
import { SyncConfigRecord } from "../account/SyncConfigRepo.ts"
import { UserRecord } from "../account/UserRepo.ts"
import { MessageRecord } from "../chat/MessageRepo.ts"
import { snake } from "../database/columns.ts"
import { migrate } from "../database/Migrations.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { type Found, pageSizeOf, readRows } from "./sqliteFile.ts"

const DraftRecord = Schema.Struct({
  draftKey: Draft.fields.key,
  content: Draft.fields.content,
  updatedAt: Draft.fields.updatedAt,
})

/** What could be read of a damaged database. */
export interface Salvaged {
  readonly chats: ReadonlyArray<ChatRecord>
  readonly messages: ReadonlyArray<typeof MessageRecord.Type>
  readonly drafts: ReadonlyArray<typeof DraftRecord.Type>
  readonly users: ReadonlyArray<typeof UserRecord.Type>
  readonly configs: ReadonlyArray<typeof SyncConfigRecord.Type>
  /** Who used the device last, where that can be read. */
  readonly userId: string | null
  /** Rows of any table that are there and cannot be read. */
  readonly unreadable: number
}

/** Of a file that is not there. */
export const nothing: Salvaged = {
  chats: [],
  messages: [],
  drafts: [],
  users: [],
  configs: [],
  userId: null,
  unreadable: 0,
}

export const isNothing = ({ chats, drafts, messages }: Salvaged): boolean =>
  chats.length + messages.length + drafts.length === 0

/** A row of the device's own state has a name and a value. */
const userIdIn = (found: ReadonlyArray<Found>): string | null => {
  for (const { values } of found) {
    const [name, value] = values
    if (values.length === 2 && name === "userId" && typeof value === "string") return value
  }
  return null
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

/** The rows that can be those of one table, of several states of one the newest. The schema says which are. */
const rowsOf = Effect.fnUntraced(function* <A extends { readonly updatedAt: number }, I>(
  table: string,
  schema: Schema.Schema<A, I> & { readonly fields: object },
  idOf: (record: A) => string,
  found: ReadonlyArray<Found>,
) {
  const sql = yield* SqlClient.SqlClient
  const columns = yield* Effect.flatMap(
    sql`SELECT name, dflt_value, pk FROM pragma_table_info(${table}) ORDER BY cid`,
    Schema.decodeUnknown(Schema.Array(Column)),
  )
  const fields = Object.keys(schema.fields).map((field) => [field, snake(field)] as const)
  const decode = Schema.decodeUnknownOption(schema)
  const newest = new Map<string, A>()
  for (const { rowId, values } of found) {
    if (values.length > columns.length) continue
    const raw = Object.fromEntries(
      columns.map((column, index) => {
        const value = index < values.length ? values[index] : defaultOf(column)
        return [column.name, column.pk === 1 && value === null ? rowId : value]
      }),
    )
    const row = decode(Object.fromEntries(fields.map(([field, column]) => [field, raw[column]])))
    if (Option.isNone(row)) continue
    const record = row.value
    const before = newest.get(idOf(record))?.updatedAt ?? 0
    if (before <= record.updatedAt) newest.set(idOf(record), record)
  }
  return [...newest.values()]
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
      const chats = yield* rowsOf("chat", ChatRecord, ({ id }) => id, best.found)
      const messages = yield* rowsOf("message", MessageRecord, ({ id }) => id, best.found)
      const drafts = yield* rowsOf("draft", DraftRecord, ({ draftKey }) => draftKey, best.found)
      const users = yield* rowsOf("user", UserRecord, ({ id }) => id, best.found)
      const configs = yield* rowsOf("sync_config", SyncConfigRecord, (it) => it.userId, best.found)
      const { found, unreadable } = best
      return { chats, messages, drafts, users, configs, userId: userIdIn(found), unreadable }
    }),
  ).pipe(Effect.withSpan("salvage"))

import { SqlClient } from "@effect/sql"
import { Effect, Option, Schema } from "effect"
import type { StorageError } from "../../domain/errors/StorageErrors.ts"
import { Draft } from "../../domain/Draft.ts"
import { ChatId, MessageId } from "../../domain/Ids.ts"
import { ChatRecord } from "../chat/ChatRepo.ts"
import { SyncConfigRecord } from "../account/SyncConfigRepo.ts"
import { UserRecord } from "../account/UserRepo.ts"
import { MessageRecord } from "../chat/MessageRepo.ts"
import { snake } from "../database/columns.ts"
import { migrate } from "../database/Migrations.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { ConflictRecord } from "../journal/ConflictRepo.ts"
import { SyncEventRecord } from "../journal/SyncEventRepo.ts"
import { type Found, pageSizeOf, readRows } from "./sqliteFile.ts"

const DraftRecord = Schema.Struct({
  draftKey: Draft.fields.key,
  tab: Draft.fields.tab,
  content: Draft.fields.content,
  updatedAt: Draft.fields.updatedAt,
})

/** Which child a fork shows. */
const BranchRecord = Schema.Struct({ forkId: Schema.Union(ChatId, MessageId), childId: MessageId })

/** What could be read of a damaged database. */
export interface Salvaged {
  readonly chats: ReadonlyArray<ChatRecord>
  readonly messages: ReadonlyArray<typeof MessageRecord.Type>
  readonly drafts: ReadonlyArray<typeof DraftRecord.Type>
  readonly users: ReadonlyArray<typeof UserRecord.Type>
  readonly configs: ReadonlyArray<typeof SyncConfigRecord.Type>
  readonly conflicts: ReadonlyArray<typeof ConflictRecord.Type>
  readonly branches: ReadonlyArray<typeof BranchRecord.Type>
  /** Changes, whether a server has acknowledged them or not. */
  readonly events: ReadonlyArray<typeof SyncEventRecord.Type>
  /** What the device knew of itself and of the server, as far as it can be read without doubt. */
  readonly state: Readonly<Record<string, string>>
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
  conflicts: [],
  branches: [],
  events: [],
  state: {},
  unreadable: 0,
}

export const isNothing = ({ chats, drafts, messages }: Salvaged): boolean =>
  chats.length + messages.length + drafts.length === 0

/** A row of the device's own state has a name and a value. What is there with two values is old in one of them. */
const stateIn = (found: ReadonlyArray<Found>): Readonly<Record<string, string>> => {
  const all = new Map<string, Set<string>>()
  for (const { values } of found) {
    const [name, value] = values
    if (values.length !== 2 || typeof name !== "string" || typeof value !== "string") continue
    all.set(name, (all.get(name) ?? new Set()).add(value))
  }
  return Object.fromEntries(
    [...all].flatMap(([name, [value, ...others]]) =>
      value === undefined || others.length > 0 ? [] : [[name, value]],
    ),
  )
}

/** In the order in which they are tried where the header of the file does not say it. */
const pageSizes = [8192, 4096]

const Column = Schema.Struct({
  name: Schema.String,
  notnull: Schema.Int,
  dflt_value: Schema.NullOr(Schema.String),
  pk: Schema.Int,
})
type Column = typeof Column.Type

/** What a column has that was added after the row was written: SQLite leaves it out of the record. */
const defaultOf = ({ dflt_value }: Column) => {
  if (dflt_value === null) return null
  return dflt_value.startsWith("'") ? dflt_value.slice(1, -1) : Number(dflt_value)
}

/** Where the rows of a table are looked for, and what they are known by. */
interface Wanted<A, I> {
  readonly table: string
  readonly schema: Schema.Schema<A, I> & { readonly fields: object }
  readonly idOf: (record: A) => string
  /** Greater for a newer state of the same row. */
  readonly ageOf: (record: A) => number
}

/** The rows that can be those of one table, of several states of one the newest. The schema says which are. */
const rowsOf = Effect.fnUntraced(function* <A, I>(
  found: ReadonlyArray<Found>,
  { ageOf, idOf, schema, table }: Wanted<A, I>,
) {
  const sql = yield* SqlClient.SqlClient
  const columns = yield* Effect.flatMap(
    sql`SELECT name, "notnull", dflt_value, pk FROM pragma_table_info(${table}) ORDER BY cid`,
    Schema.decodeUnknown(Schema.Array(Column)),
  )
  // a row that was written before the last columns were added
  const least = 1 + columns.findLastIndex((it) => it.notnull === 1 && it.dflt_value === null)
  const fields = Object.keys(schema.fields).map((field) => [field, snake(field)] as const)
  const decode = Schema.decodeUnknownOption(schema)
  const newest = new Map<string, A>()
  for (const { rowId, values } of found) {
    if (values.length < least || values.length > columns.length) continue
    const raw = Object.fromEntries(
      columns.map((column, index) => {
        const value = index < values.length ? values[index] : defaultOf(column)
        return [column.name, column.pk === 1 && value === null ? rowId : value]
      }),
    )
    const row = decode(Object.fromEntries(fields.map(([field, column]) => [field, raw[column]])))
    if (Option.isNone(row)) continue
    const record = row.value
    const before = newest.get(idOf(record))
    if (before === undefined || ageOf(before) <= ageOf(record)) newest.set(idOf(record), record)
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
      const { found, unreadable } = best
      const byId = ({ id }: { readonly id: string }) => id
      const ageOf = ({ updatedAt }: { readonly updatedAt: number }) => updatedAt
      const salvaged: Salvaged = {
        chats: yield* rowsOf(found, { table: "chat", schema: ChatRecord, idOf: byId, ageOf }),
        messages: yield* rowsOf(found, { table: "message", schema: MessageRecord, idOf: byId, ageOf }),
        drafts: yield* rowsOf(found, {
          table: "draft",
          schema: DraftRecord,
          idOf: (it) => `${it.draftKey}:${it.tab}`,
          ageOf,
        }),
        users: yield* rowsOf(found, { table: "user", schema: UserRecord, idOf: byId, ageOf }),
        configs: yield* rowsOf(found, {
          table: "sync_config",
          schema: SyncConfigRecord,
          idOf: (it) => it.userId,
          ageOf,
        }),
        conflicts: yield* rowsOf(found, {
          table: "conflict",
          schema: ConflictRecord,
          idOf: byId,
          ageOf: (it) => it.resolvedAt ?? 0,
        }),
        branches: yield* rowsOf(found, {
          table: "branch",
          schema: BranchRecord,
          idOf: (it) => it.forkId,
          ageOf: () => 0,
        }),
        events: yield* rowsOf(found, {
          table: "sync_event",
          schema: SyncEventRecord,
          idOf: byId,
          // acknowledged last
          ageOf: ({ synced }) => (synced ? 1 : 0),
        }),
        state: stateIn(found),
        unreadable,
      }
      return salvaged
    }),
  ).pipe(Effect.withSpan("salvage"))

import { SqlClient } from "@effect/sql"
import type { Fragment } from "@effect/sql/Statement"
import { Chunk, Clock, Effect, Option, Stream } from "effect"
import type { ChatId } from "../../domain/Ids.ts"
import { Database } from "../database/Database.ts"
import { storageErrorOf } from "../database/storageErrorOf.ts"
import { schemaVersion } from "../database/Migrations.ts"

/** Bytes of one piece of a file. */
const pieceLength = 1_048_576

/** Rows read at once: the database is free for others between two pages. */
const pageLength = 500

/** A table, and which of its rows. */
interface Part {
  readonly table: string
  readonly rows: Fragment
}

/** What a person made. The state of this device and of its sync stays here. */
const tables = ["user", "device", "chat", "message", "sync_event", "sync_config", "conflict", "draft"]

/** The whole database, for the person to keep. */
export class Exports extends Effect.Service<Exports>()("openchat/Exports", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const database = yield* Database

    const sqlite = Stream.unwrap(
      Effect.map(database.serialize, (bytes) =>
        Stream.unfold(0, (from) =>
          from >= bytes.length
            ? Option.none()
            : Option.some([bytes.slice(from, from + pieceLength), from + pieceLength] as const),
        ),
      ),
    )

    /** All rows of a table, one JSON object each, in the order in which they were written. */
    const rowsOf = ({ rows, table }: Part) =>
      Stream.paginateChunkEffect(0, (after) =>
        Effect.map(
          sql<{ place: number }>`
            SELECT rowid AS place, * FROM ${sql(table)} WHERE rowid > ${after} AND ${rows} ORDER BY rowid LIMIT ${pageLength}`,
          (rows) => [
            Chunk.unsafeFromArray(rows.map(({ place: _place, ...row }) => JSON.stringify(row))),
            Option.map(Option.fromNullable(rows.at(-1)), ({ place }) => place),
          ],
        ),
      )

    const section = (part: Part, index: number) =>
      Stream.make(`${index === 0 ? "" : ","}\n"${part.table}": [`).pipe(
        Stream.concat(Stream.mapAccum(rowsOf(part), 0, (n, row) => [n + 1, `${n === 0 ? "" : ","}\n${row}`])),
        Stream.concat(Stream.make("]")),
      )

    const jsonOf = (parts: ReadonlyArray<Part>) =>
      Stream.unwrap(
        Effect.gen(function* () {
          const exportedAt = new Date(yield* Clock.currentTimeMillis).toISOString()
          const head = { format: "openchat-database", schema: yield* schemaVersion(), exportedAt }
          return Stream.make(`${JSON.stringify(head).slice(0, -1)},"tables": {`).pipe(
            Stream.concat(Stream.flatten(Stream.fromIterable(parts.map(section)))),
            Stream.concat(Stream.make("}}\n")),
            // few large pieces cross to the page faster than many small ones
            Stream.grouped(pageLength),
            Stream.map((pieces) => Chunk.join(pieces, "")),
          )
        }).pipe(Effect.provideService(SqlClient.SqlClient, sql)),
      ).pipe(Stream.mapError(storageErrorOf))

    const json = jsonOf(tables.map((table) => ({ table, rows: sql.literal("1 = 1") })))

    /** Some chats with all that lies in them, in the same form. */
    const chatsJson = (chatIds: ReadonlyArray<ChatId>) => {
      // one parameter, however many they are
      const ids = sql`(SELECT value FROM json_each(${JSON.stringify(chatIds)}))`
      return jsonOf([
        { table: "chat", rows: sql`id IN ${ids}` },
        { table: "message", rows: sql`chat_id IN ${ids}` },
      ])
    }

    return { sqlite, json, chatsJson } as const
  }),
}) {}

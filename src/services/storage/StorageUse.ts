import { SqlClient, type SqlError } from "@effect/sql"
import { Effect } from "effect"
import type { StorageError } from "../../domain/errors/StorageErrors.ts"
import type { StorageUsage } from "../../domain/StorageUsage.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { othersTurn } from "../database/othersTurn.ts"

/** Rows that are weighed in one statement, so that nobody waits long for it. */
const sliceRows = 2_000

interface Slice {
  /** Null when there was no row. */
  readonly last: number | null
  readonly one: number | null
  readonly other: number | null
}

/** Weighs what lies in the database. It reads all of it, a slice at a time. */
export class StorageUse extends Effect.Service<StorageUse>()("openchat/StorageUse", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient

    /** The sums of two kinds of bytes over a whole table. */
    const weigh = Effect.fnUntraced(function* (
      slice: (after: number) => Effect.Effect<ReadonlyArray<Slice>, SqlError.SqlError>,
    ) {
      let [one, other] = [0, 0]
      for (let after = 0; ;) {
        const [sums] = yield* slice(after)
        if (sums === undefined || sums.last === null) return { one, other }
        one += sums.one ?? 0
        other += sums.other ?? 0
        after = sums.last
        yield* othersTurn
      }
    })

    const messages = weigh(
      (after) => sql<Slice>`
        SELECT max(place) AS last, sum(bytes) FILTER (WHERE NOT gone) AS one, sum(bytes) FILTER (WHERE gone) AS other
        FROM (SELECT m.row_id AS place, octet_length(m.content) AS bytes,
            m.deleted_at IS NOT NULL OR c.deleted_at IS NOT NULL AS gone
          FROM message m LEFT JOIN chat c ON c.id = m.chat_id
          WHERE m.row_id > ${after} ORDER BY m.row_id LIMIT ${sliceRows})`,
    )
    const events = weigh(
      (after) => sql<Slice>`
        SELECT max(row_id) AS last, sum(bytes) FILTER (WHERE synced = 0) AS one,
          sum(bytes) FILTER (WHERE synced = 1) AS other
        FROM (SELECT row_id, octet_length(data) AS bytes, synced FROM sync_event
          WHERE row_id > ${after} ORDER BY row_id LIMIT ${sliceRows})`,
    )
    const index = weigh(
      (after) => sql<Slice>`
        SELECT max(id) AS last, sum(bytes) AS one, 0 AS other
        FROM (SELECT id, length(block) AS bytes FROM message_fts_data
          WHERE id > ${after} ORDER BY id LIMIT ${sliceRows})`,
    )
    const pages = sql<{ file: number; free: number }>`
      SELECT page_count * page_size AS file, freelist_count * page_size AS free
      FROM pragma_page_count, pragma_page_size, pragma_freelist_count`

    const measure: Effect.Effect<StorageUsage, StorageError> = Effect.gen(function* () {
      const shown = yield* messages
      const changes = yield* events
      const { one: indexed } = yield* index
      const [file] = yield* pages
      return {
        messages: shown.one,
        index: indexed,
        trash: shown.other,
        waiting: changes.one,
        history: changes.other,
        file: file?.file ?? 0,
        free: file?.free ?? 0,
      }
    }).pipe(withStorageErrors, Effect.withSpan("StorageUse.measure"))

    return { measure } as const
  }),
}) {}

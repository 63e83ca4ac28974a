import { SqlClient } from "@effect/sql"
import { Clock, Effect } from "effect"
import { erasedText } from "../../domain/Text.ts"
import type { QueryKey } from "../../domain/QueryKey.ts"
import { formatTimestamp } from "../../domain/Timestamp.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { Identity } from "../device/Identity.ts"
import { othersTurn } from "../database/othersTurn.ts"
import { RemoteRows } from "./RemoteRows.ts"

/** Milliseconds for which a device keeps what the server acknowledged: its history, and its memory of repeats. */
const eventsKept = 30 * 86_400_000

/** Rows that one transaction removes or empties. */
const chunk = 50

/** Events that one statement removes: they are small, and nothing follows from them. */
const eventChunk = 2_000

/**
 * Forgets what the server has forgotten: tombstones and settled conflicts below its floor, the texts alone where replies
 * keep a tombstone, and old events that it acknowledged.
 */
export class LocalCompaction extends Effect.Service<LocalCompaction>()("openchat/LocalCompaction", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const rows = yield* RemoteRows
    const { deviceId, userId } = yield* Identity

    /** Never the newest, since the next number follows it, and never one that a person has not looked at. */
    const acknowledgedBefore = (kept: number) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        const before = formatTimestamp({ millis: Math.max(0, now - kept), counter: 0 }, deviceId)
        return sql`synced = 1 AND outcome <> 'refused' AND device_id = ${deviceId} AND "timestamp" < ${before}
          AND number < (SELECT max(number) FROM sync_event WHERE device_id = ${deviceId})`
      })

    /** What `dropEvents` would remove. */
    const weighEvents = Effect.fn("LocalCompaction.weighEvents")(function* (kept: number) {
      const [found] = yield* sql<{ events: number; bytes: number }>`
        SELECT count(*) AS events, coalesce(sum(octet_length(data)), 0) AS bytes
        FROM sync_event WHERE ${yield* acknowledgedBefore(kept)}`
      return found ?? { events: 0, bytes: 0 }
    }, withStorageErrors)

    /** @param kept milliseconds for which acknowledged events stay */
    const dropEvents = Effect.fn("LocalCompaction.dropEvents")(function* (kept: number) {
      const dropped = yield* acknowledgedBefore(kept)
      for (;;) {
        const rows = yield* sql`DELETE FROM sync_event
          WHERE row_id IN (SELECT row_id FROM sync_event WHERE ${dropped} LIMIT ${eventChunk}) RETURNING row_id`
        if (rows.length < eventChunk) return
        yield* othersTurn
      }
    }, withStorageErrors)

    const dropConflicts = (floor: number) => sql`
      DELETE FROM conflict WHERE user_id = ${userId} AND resolved_at IS NOT NULL
        AND version > 0 AND version <= ${floor}
        AND NOT EXISTS (SELECT 1 FROM sync_event e WHERE e.entity_id = conflict.id AND e.synced = 0)`

    const old = (floor: number) => sql`deleted_at IS NOT NULL AND version > 0 AND version <= ${floor}`

    /** Versions are counted per person, and another one may have chats on the same device. */
    const own = sql`SELECT id FROM chat WHERE user_id = ${userId}`

    /** What waits for a row needs it as it is. */
    const waits = (table: "message" | "chat") =>
      sql`EXISTS (SELECT 1 FROM sync_event e WHERE e.entity_id = ${sql(table)}.id AND e.synced = 0)`

    const dropChunk = Effect.fnUntraced(function* (floor: number) {
      const messages = yield* sql<{ id: string }>`
        SELECT id FROM message WHERE ${old(floor)} AND chat_id IN (${own})
          AND NOT EXISTS (SELECT 1 FROM message k WHERE k.parent_id = message.id)
          AND NOT ${waits("message")}
        LIMIT ${chunk}`
      const chats = yield* sql<{ id: string }>`
        SELECT id FROM chat WHERE ${old(floor)} AND user_id = ${userId}
          AND NOT EXISTS (SELECT 1 FROM message m WHERE m.chat_id = chat.id AND (m.version > ${floor} OR m.version = 0))
          AND NOT ${waits("chat")}
        LIMIT 1`
      const keys: Array<QueryKey> = []
      for (const { id } of messages) keys.push(...(yield* rows.remove("message", id)))
      for (const { id } of chats) keys.push(...(yield* rows.remove("chat", id)))
      return { dropped: messages.length + chats.length, keys }
    })

    /** Nobody watches the text of what was deleted, so no query is touched. */
    const eraseChunk = Effect.fnUntraced(function* (floor: number) {
      const messages = yield* sql<{ id: string }>`
        SELECT id FROM message WHERE ${old(floor)} AND chat_id IN (${own}) AND content <> ${erasedText}
          AND NOT ${waits("message")}
        LIMIT ${chunk}`
      const ids = messages.map(({ id }) => id)
      if (ids.length > 0) {
        yield* sql`UPDATE message SET content = ${erasedText} WHERE ${sql.in("id", ids)}`
      }
      return ids.length
    })

    /**
     * Answers the queries that it touches.
     *
     * @param floor the version up to which the server remembers no tombstones and no settled conflicts
     */
    const run = Effect.fn("LocalCompaction.run")(function* (floor: number) {
      const keys: Array<QueryKey> = ["conflicts"]
      yield* dropConflicts(floor)
      for (;;) {
        const done = yield* sql.withTransaction(dropChunk(floor))
        keys.push(...done.keys)
        if (done.dropped === 0) break
        yield* othersTurn
      }
      while ((yield* sql.withTransaction(eraseChunk(floor))) > 0) yield* othersTurn
      yield* dropEvents(eventsKept)
      return new Set(keys)
    }, withStorageErrors)

    return { run, weighEvents, dropEvents } as const
  }),
}) {}

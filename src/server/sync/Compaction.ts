import { SqlClient } from "@effect/sql"
import { Clock, Effect } from "effect"
import { UserId } from "../../domain/Ids.ts"
import { erasedText } from "../../domain/Text.ts"
import { withStorageErrors } from "../../services/database/storageErrorOf.ts"
import { withServerErrors } from "./serverErrorOf.ts"

/** Rows that one transaction removes or empties, so that nobody waits long for it. */
const chunk = 500

/**
 * Forgets what nobody needs any more: records of events, tombstones and settled conflicts that are older than the
 * retention. A device that was away for longer begins with a snapshot, which it learns by the floor.
 */
export class Compaction extends Effect.Service<Compaction>()("openchat/server/Compaction", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient

    /**
     * The users who have records from before at which nobody has looked yet. Grouped by an expression, as SQLite would
     * else read all records in the order of the users.
     */
    const stale = (before: number) =>
      sql<{ userId: string; version: number }>`
        SELECT user_id || '' AS "userId", max(version) AS version FROM sync_event
        WHERE received_at < ${before} AND compacted = 0 GROUP BY user_id || ''`

    /** A tombstone goes when its deletion is older than the floor: every device that may pull has seen it. */
    const dropTombstones = (userId: UserId, floor: number) =>
      Effect.gen(function* () {
        const messages = yield* sql<{ id: string }>`
          SELECT m.id FROM message m JOIN chat c ON c.id = m.chat_id
          WHERE c.user_id = ${userId} AND m.deleted_at IS NOT NULL AND m.version <= ${floor}
            AND NOT EXISTS (SELECT 1 FROM message k WHERE k.parent_id = m.id)
          LIMIT ${chunk}`
        const chats = yield* sql<{ id: string }>`
          SELECT c.id FROM chat c
          WHERE c.user_id = ${userId} AND c.deleted_at IS NOT NULL AND c.version <= ${floor}
            AND NOT EXISTS (SELECT 1 FROM message m WHERE m.chat_id = c.id AND m.version > ${floor})
          LIMIT ${chunk}`
        for (const { id } of messages) yield* drop(userId, "message", id)
        for (const { id } of chats) {
          const under = yield* sql<{ id: string }>`SELECT id FROM message WHERE chat_id = ${id}`
          for (const message of under) yield* drop(userId, "message", message.id)
          yield* drop(userId, "chat", id)
        }
        return messages.length + chats.length
      })

    /**
     * Where replies keep a tombstone, its text goes alone. Without a new version, as when a row goes: every device does
     * the same by itself when it learns of the floor.
     */
    const eraseTexts = (userId: UserId, floor: number) =>
      Effect.gen(function* () {
        const messages = yield* sql<{ id: string }>`
          SELECT m.id FROM message m JOIN chat c ON c.id = m.chat_id
          WHERE c.user_id = ${userId} AND m.deleted_at IS NOT NULL AND m.version <= ${floor}
            AND m.content <> ${erasedText}
          LIMIT ${chunk}`
        if (messages.length === 0) return 0
        const ids = messages.map(({ id }) => id)
        yield* sql`UPDATE message SET content = ${erasedText} WHERE ${sql.in("id", ids)}`
        return messages.length
      })

    /** Repeats a step, each time in a transaction of its own, until it finds nothing more to do. */
    const untilDone = <E, R>(step: Effect.Effect<number, E, R>) =>
      Effect.gen(function* () {
        let total = 0
        for (;;) {
          const done = yield* sql.withTransaction(step)
          if (done === 0) return total
          total += done
        }
      })

    /** An entry goes when it was settled before the floor, by the same rule on the devices. */
    const dropConflicts = (userId: UserId, floor: number) =>
      Effect.gen(function* () {
        const settled = yield* sql<{ id: string }>`
          SELECT id FROM conflict
          WHERE user_id = ${userId} AND version <= ${floor} AND resolved_at IS NOT NULL LIMIT ${chunk}`
        for (const { id } of settled) yield* drop(userId, "conflict", id)
        return settled.length
      })

    const drop = (userId: UserId, type: "chat" | "message" | "conflict", id: string) =>
      Effect.zipRight(
        sql`DELETE FROM ${sql(type)} WHERE id = ${id}`,
        sql`DELETE FROM change WHERE user_id = ${userId} AND entity_type = ${type} AND entity_id = ${id}`,
      )

    /** The records but for the newest of each device, whose number the next one follows; answers the floor. */
    const dropEvents = Effect.fnUntraced(function* (userId: UserId, version: number, before: number) {
      yield* sql`UPDATE space SET floor = ${version} WHERE user_id = ${userId} AND floor < ${version}`
      yield* sql`DELETE FROM sync_event WHERE user_id = ${userId} AND received_at < ${before}
        AND number < (SELECT max(number) FROM sync_event e WHERE e.device_id = sync_event.device_id)`
      const [space] = yield* sql<{ floor: number }>`SELECT floor FROM space WHERE user_id = ${userId}`
      const floor = space?.floor ?? version
      // the one that holds at the floor stays
      yield* sql`DELETE FROM mark WHERE user_id = ${userId}
        AND version < (SELECT max(version) FROM mark m WHERE m.user_id = ${userId} AND m.version <= ${floor})`
      return floor
    })

    const compact = Effect.fnUntraced(function* (userId: UserId, version: number, before: number) {
      const floor = yield* sql.withTransaction(dropEvents(userId, version, before))
      let total = 0
      for (const step of [dropTombstones, eraseTexts, dropConflicts]) {
        total += yield* untilDone(step(userId, floor))
      }
      // only now: who was interrupted begins anew
      yield* sql`UPDATE sync_event SET compacted = 1
        WHERE user_id = ${userId} AND received_at < ${before} AND compacted = 0`
      return total
    })

    /**
     * @param retention milliseconds for which everything is kept
     * @returns of how many people something was old, and the rows that were removed or emptied
     */
    const run = Effect.fn("Compaction.run")(
      function* (retention: number) {
        const before = (yield* Clock.currentTimeMillis) - retention
        const people = yield* withStorageErrors(stale(before))
        let removed = 0
        for (const { userId, version } of people) {
          removed += yield* withStorageErrors(compact(UserId.make(userId), version, before))
        }
        return { people: people.length, removed }
      },
      (effect) => withServerErrors(effect),
    )

    return { run } as const
  }),
}) {}

import { SqlClient } from "@effect/sql"
import { Effect } from "effect"
import { EpochMismatch } from "../../domain/errors/SyncErrors.ts"
import type { UserId } from "../../domain/Ids.ts"
import type { EntityType } from "../../domain/SyncEvent.ts"
import type { Place } from "../../domain/sync/Protocol.ts"
import { withStorageErrors } from "../../services/database/storageErrorOf.ts"
import { nextEventId } from "../../services/Nanoid.ts"

/** Where a user's history stands. */
export interface Head {
  readonly version: number
  /** What changed at or below it is no longer remembered in full. */
  readonly floor: number
}

export interface Touched {
  readonly entityType: EntityType
  readonly entityId: string
  readonly version: number
}

/** The counter of each user, and which row changed at which of its versions. */
export class Spaces extends Effect.Service<Spaces>()("openchat/server/Spaces", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient

    const made = yield* nextEventId
    yield* withStorageErrors(
      sql`INSERT INTO server_state ${sql.insert({ name: "epoch", value: made })} ON CONFLICT (name) DO NOTHING`,
    )

    /** Which database this is. Another one, or none, is another epoch. */
    const epoch = Effect.gen(function* () {
      const [row] = yield* sql<{ value: string }>`SELECT value FROM server_state WHERE name = 'epoch'`
      return row?.value ?? ""
    }).pipe(withStorageErrors)

    const head = Effect.fn("Spaces.head")(function* (userId: UserId) {
      const [row] = yield* sql<Head>`SELECT version, floor FROM space WHERE user_id = ${userId}`
      return row ?? { version: 0, floor: 0 }
    }, withStorageErrors)

    /**
     * The head, held by the transaction: until it commits nobody else gets a version, so no reader can see a later one
     * first and skip those of this transaction.
     */
    const hold = Effect.fn("Spaces.hold")(function* (userId: UserId) {
      yield* sql`INSERT INTO space (user_id) VALUES (${userId}) ON CONFLICT (user_id) DO NOTHING`
      const [row] = yield* sql<Head>`
        UPDATE space SET version = version WHERE user_id = ${userId} RETURNING version, floor`
      return row ?? { version: 0, floor: 0 }
    }, withStorageErrors)

    /** The newest version of each row that changed, and of the counter. */
    const advance = Effect.fn("Spaces.advance")(function* (userId: UserId, touched: ReadonlyArray<Touched>) {
      const newest = new Map(touched.map((it) => [`${it.entityType}:${it.entityId}`, it]))
      for (const { entityType, entityId, version } of newest.values()) {
        yield* sql`INSERT INTO change ${sql.insert({
          user_id: userId,
          entity_type: entityType,
          entity_id: entityId,
          version,
        })} ON CONFLICT (user_id, entity_type, entity_id) DO UPDATE SET version = excluded.version`
      }
      const version = Math.max(...touched.map((it) => it.version))
      yield* sql`UPDATE space SET version = ${version} WHERE user_id = ${userId}`
    }, withStorageErrors)

    /** The rows that changed after a version, in order. */
    const since = Effect.fn("Spaces.since")(function* (userId: UserId, version: number, limit: number) {
      return yield* sql<Touched>`
        SELECT entity_type AS "entityType", entity_id AS "entityId", version FROM change
        WHERE user_id = ${userId} AND version > ${version} ORDER BY version LIMIT ${limit}`
    }, withStorageErrors)

    /** The newest event at or below a version: a server that was restored from a backup does not know it. */
    const markAt = Effect.fn("Spaces.markAt")(function* (userId: UserId, version: number) {
      const [row] = yield* sql<{ id: string; version: number }>`
        SELECT id, version FROM sync_event WHERE user_id = ${userId} AND version <= ${version} AND version > 0
        ORDER BY version DESC LIMIT 1`
      return row === undefined ? null : `${row.id}@${row.version}`
    }, withStorageErrors)

    /** S9: fails unless the place is one that this database has given out. */
    const recognise = Effect.fn("Spaces.recognise")(function* (userId: UserId, place: Place) {
      const [found, { version, floor }] = yield* Effect.all([epoch, head(userId)])
      const mismatch = new EpochMismatch({ known: place.epoch, found })
      if (place.epoch !== found || place.cursor > version) return yield* mismatch
      if (place.mark === null) return
      const [id, at] = place.mark.split("@")
      // its record may have been pruned
      if (Number(at) <= floor) return
      const [row] = yield* withStorageErrors(
        sql<{ version: number }>`
          SELECT version FROM sync_event WHERE id = ${id ?? ""} AND user_id = ${userId}`,
      )
      // a device that sends it again to a restored server gives it another version
      if (row === undefined || String(row.version) !== at) return yield* mismatch
    })

    return { epoch, head, hold, advance, since, markAt, recognise } as const
  }),
}) {}

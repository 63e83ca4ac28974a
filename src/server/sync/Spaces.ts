import { SqlClient } from "@effect/sql"
import { Array as Arrays, Effect } from "effect"
import { EpochMismatch } from "../../domain/errors/SyncErrors.ts"
import type { UserId } from "../../domain/Ids.ts"
import type { EntityType } from "../../domain/SyncEvent.ts"
import type { Place } from "../../domain/sync/Protocol.ts"
import { withStorageErrors } from "../../services/database/storageErrorOf.ts"
import { Nanoid, nextEventId } from "../../services/Nanoid.ts"

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

/** Rows of one INSERT. */
const rowsPerInsert = 500

/** The counter of each user, and which row changed at which of its versions. */
export class Spaces extends Effect.Service<Spaces>()("openchat/server/Spaces", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient

    const randomId = Effect.provideService(nextEventId, Nanoid, yield* Nanoid)
    const made = yield* randomId
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

    /** The newest version of each row that changed, and of the counter; from the first of them on, another mark. */
    const advance = Effect.fn("Spaces.advance")(function* (userId: UserId, touched: ReadonlyArray<Touched>) {
      const newest = new Map(touched.map((it) => [`${it.entityType}:${it.entityId}`, it]))
      for (const some of Arrays.chunksOf(newest.values(), rowsPerInsert)) {
        const rows = some.map(({ entityType, entityId, version }) => ({
          user_id: userId,
          entity_type: entityType,
          entity_id: entityId,
          version,
        }))
        yield* sql`INSERT INTO change ${sql.insert(rows)}
          ON CONFLICT (user_id, entity_type, entity_id) DO UPDATE SET version = excluded.version`
      }
      const versions = touched.map((it) => it.version)
      const mark = { user_id: userId, version: Math.min(...versions), id: yield* randomId }
      yield* sql`INSERT INTO mark ${sql.insert(mark)}`
      yield* sql`UPDATE space SET version = ${Math.max(...versions)} WHERE user_id = ${userId}`
    }, withStorageErrors)

    /** The rows that changed after a version, in order. */
    const since = Effect.fn("Spaces.since")(function* (userId: UserId, version: number, limit: number) {
      return yield* sql<Touched>`
        SELECT entity_type AS "entityType", entity_id AS "entityId", version FROM change
        WHERE user_id = ${userId} AND version > ${version} ORDER BY version LIMIT ${limit}`
    }, withStorageErrors)

    /** What tells the history up to a version from every other that came as far. Null before the first version. */
    const markAt = Effect.fn("Spaces.markAt")(function* (userId: UserId, version: number) {
      const [row] = yield* sql<{ id: string }>`
        SELECT id FROM mark WHERE user_id = ${userId} AND version <= ${version} ORDER BY version DESC LIMIT 1`
      return row?.id ?? null
    }, withStorageErrors)

    /** S9: fails unless the place is one that this history has given out. */
    const recognise = Effect.fn("Spaces.recognise")(function* (userId: UserId, place: Place) {
      const [found, { version, floor }] = yield* Effect.all([epoch, head(userId)])
      const mismatch = new EpochMismatch({ known: place.epoch, found })
      if (place.epoch !== found || place.cursor > version) return yield* mismatch
      // marks below the floor are forgotten
      if (place.cursor < floor) return
      if ((yield* markAt(userId, place.cursor)) !== place.mark) return yield* mismatch
    })

    return { epoch, head, hold, advance, since, markAt, recognise } as const
  }),
}) {}

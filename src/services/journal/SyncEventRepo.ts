import { SqlClient } from "@effect/sql"
import { Effect, Schema } from "effect"
import type { DeviceId, UserId } from "../../domain/Ids.ts"
import { SyncEvent } from "../../domain/SyncEvent.ts"
import { BooleanFromInteger, columnsOf } from "../database/columns.ts"
import { makeRepo } from "../database/makeRepo.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"

export const SyncEventRecord = Schema.Struct({ ...SyncEvent.fields, synced: BooleanFromInteger })

/** The outbox and the history of this device. */
export class SyncEventRepo extends Effect.Service<SyncEventRepo>()("openchat/SyncEventRepo", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const repo = yield* makeRepo({ table: "sync_event", schema: SyncEventRecord, key: "id" })
    const columns = sql.literal(columnsOf(SyncEvent))
    const decode = Schema.decodeUnknown(Schema.Array(SyncEventRecord))

    const newest = Effect.fn("SyncEventRepo.newest")(function* (limit: number) {
      return yield* decode(yield* sql`SELECT ${columns} FROM sync_event ORDER BY row_id DESC LIMIT ${limit}`)
    }, withStorageErrors)

    /** S2: in the order in which they were made. */
    const pending = Effect.fn("SyncEventRepo.pending")(function* (
      deviceId: DeviceId,
      after: number,
      limit: number,
    ) {
      return yield* decode(
        yield* sql`SELECT ${columns} FROM sync_event
                   WHERE synced = 0 AND device_id = ${deviceId} AND number > ${after}
                   ORDER BY number LIMIT ${limit}`,
      )
    }, withStorageErrors)

    /** Those that wait and concern one of the entities, oldest first. */
    const pendingOf = Effect.fn("SyncEventRepo.pendingOf")(function* (entityIds: ReadonlyArray<string>) {
      if (entityIds.length === 0) return []
      return yield* decode(
        yield* sql`SELECT ${columns} FROM sync_event WHERE synced = 0 AND ${sql.in("entity_id", entityIds)}
                   ORDER BY number`,
      )
    }, withStorageErrors)

    /** Those that the server will never take, newest first. */
    const refused = Effect.fn("SyncEventRepo.refused")(function* (userId: UserId, limit: number) {
      return yield* decode(
        yield* sql`SELECT ${columns} FROM sync_event
                   WHERE user_id = ${userId} AND synced = 1 AND outcome = 'refused' ORDER BY row_id DESC LIMIT ${limit}`,
      )
    }, withStorageErrors)

    return { ...repo, newest, pending, pendingOf, refused } as const
  }),
}) {}

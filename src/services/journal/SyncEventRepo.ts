import { SqlClient } from "@effect/sql"
import { Effect, Schema } from "effect"
import { SyncEvent } from "../../domain/SyncEvent.ts"
import { BooleanFromInteger, columnsOf } from "../database/columns.ts"
import { makeRepo } from "../database/makeRepo.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"

const SyncEventRecord = Schema.Struct({ ...SyncEvent.fields, synced: BooleanFromInteger })

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
    const pending = Effect.fn("SyncEventRepo.pending")(function* (after: number, limit: number) {
      return yield* decode(
        yield* sql`SELECT ${columns} FROM sync_event WHERE synced = 0 AND number > ${after}
                   ORDER BY number LIMIT ${limit}`,
      )
    }, withStorageErrors)

    return { ...repo, newest, pending } as const
  }),
}) {}

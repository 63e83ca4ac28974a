import { SqlClient } from "@effect/sql"
import { Effect, Schema } from "effect"
import { EventId, type UserId } from "../../domain/Ids.ts"
import { type Mutation, targetOf } from "../../domain/Mutation.ts"
import { Outcome } from "../../domain/SyncEvent.ts"
import type { PushedEvent } from "../../domain/sync/Protocol.ts"
import { withStorageErrors } from "../../services/database/storageErrorOf.ts"
import type { Batch } from "./Batch.ts"
import type { Result } from "./Result.ts"

const Found = Schema.Array(
  Schema.Struct({ id: EventId, outcome: Outcome, reason: Schema.NullOr(Schema.String) }),
)

/** The names of what was changed: the values are in the rows, and need not be kept twice. */
const fieldsOf = (mutation: Mutation | null): ReadonlyArray<string> =>
  mutation !== null && "patch" in mutation ? Object.keys(mutation.patch) : []

/** S3: what became of every event, for whoever sends it again. */
export class Recorded extends Effect.Service<Recorded>()("openchat/server/Recorded", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient

    /** The outcomes of those that were seen before, and the oldest number of the device that is still on record. */
    const find = Effect.fnUntraced(function* (
      userId: UserId,
      deviceId: string,
      events: ReadonlyArray<PushedEvent>,
    ) {
      const ids = events.map(({ id }) => id)
      const rows = yield* Effect.flatMap(
        sql`SELECT id, outcome, reason FROM sync_event
            WHERE user_id = ${userId} AND ${sql.in("id", ids)}`,
        Schema.decodeUnknown(Found),
      )
      const [oldest] = yield* sql<{ number: number | null }>`
        SELECT min(number) AS number FROM sync_event WHERE device_id = ${deviceId}`
      return {
        outcomes: new Map(rows.map(({ id, ...result }) => [id, result])),
        oldest: oldest?.number ?? Number.POSITIVE_INFINITY,
      }
    }, withStorageErrors)

    const append = Effect.fnUntraced(function* (
      { deviceId, now, userId, version }: Batch,
      event: PushedEvent,
      mutation: Mutation | null,
      { outcome, reason }: Result,
    ) {
      const unknown = { entityType: "unknown", entityId: event.id, operation: "unknown" }
      const target = mutation === null ? unknown : targetOf(mutation)
      yield* sql`INSERT INTO sync_event ${sql.insert({
        id: event.id,
        entity_type: target.entityType,
        entity_id: target.entityId,
        operation: target.operation,
        data: JSON.stringify({ mutation: mutation?._tag ?? null, fields: fieldsOf(mutation) }),
        timestamp: event.timestamp,
        user_id: userId,
        device_id: deviceId,
        synced: 1,
        number: event.number,
        base_version: event.baseVersion,
        outcome,
        reason,
        version: outcome === "refused" ? 0 : version(),
        chat_id: mutation !== null && "chatId" in mutation ? mutation.chatId : null,
        received_at: now,
      })}`
    }, withStorageErrors)

    return { find, append } as const
  }),
}) {}

import { SqlClient } from "@effect/sql"
import { Clock, Effect, Ref, Schema } from "effect"
import { formatTimestamp, initialClock, observe, tick, Timestamp } from "../../domain/Timestamp.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { Identity } from "../device/Identity.ts"

const Newest = Schema.Array(Schema.Struct({ timestamp: Timestamp }))

/** The device's hybrid logical clock. It goes on from the newest change it ever recorded, whatever the wall clock says. */
export class HybridClock extends Effect.Service<HybridClock>()("openchat/HybridClock", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const { deviceId } = yield* Identity
    // the newest event has the greatest timestamp, as this clock made them all
    const [newest] = yield* withStorageErrors(
      Effect.flatMap(
        sql`SELECT "timestamp" FROM sync_event WHERE device_id = ${deviceId} ORDER BY number DESC LIMIT 1`,
        Schema.decodeUnknown(Newest),
      ),
    )
    const state = yield* Ref.make(
      newest === undefined ? initialClock : observe(initialClock, newest.timestamp),
    )

    const now: Effect.Effect<Timestamp> = Effect.flatMap(Clock.currentTimeMillis, (wall) =>
      Ref.modify(state, (last) => {
        const next = tick(last, wall)
        return [formatTimestamp(next, deviceId), next]
      }),
    )
    return { now } as const
  }),
}) {}

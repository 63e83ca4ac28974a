import { SqlClient } from "@effect/sql"
import { Clock, Effect, Ref, Schema } from "effect"
import { formatTimestamp, initialClock, isLater, observe, tick, Timestamp } from "../../domain/Timestamp.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { Identity } from "../device/Identity.ts"

const Known = Schema.Struct({
  own: Schema.NullOr(Timestamp),
  seen: Schema.NullOr(Timestamp),
  offset: Schema.NullOr(Schema.NumberFromString),
})

/**
 * The device's hybrid logical clock. It goes on from the newest change it ever recorded or saw, whatever the wall clock
 * says, and corrects the wall clock by what the server found it to be ahead.
 */
export class HybridClock extends Effect.Service<HybridClock>()("openchat/HybridClock", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const { deviceId } = yield* Identity
    // the last one that was recorded has the greatest own timestamp, as this clock made them all
    const [known] = yield* withStorageErrors(
      Effect.flatMap(
        sql`SELECT
          (SELECT "timestamp" FROM sync_event ORDER BY row_id DESC LIMIT 1) AS own,
          (SELECT value FROM sync_state WHERE name = 'seen') AS seen,
          (SELECT value FROM sync_state WHERE name = 'clockOffset') AS "offset"`,
        Schema.decodeUnknown(Schema.Array(Known)),
      ),
    )
    const from = [known?.own, known?.seen].filter((it) => it !== null && it !== undefined)
    const state = yield* Ref.make(from.reduce(observe, initialClock))
    const offset = yield* Ref.make(known?.offset ?? 0)

    const remember = (name: string, value: string) =>
      withStorageErrors(
        sql`INSERT INTO sync_state ${sql.insert({ name, value })}
            ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
      )

    /** H1: later than every reading before it. */
    const now: Effect.Effect<Timestamp> = Effect.gen(function* () {
      const wall = (yield* Clock.currentTimeMillis) - (yield* offset)
      return yield* Ref.modify(state, (last) => {
        const next = tick(last, Math.max(0, wall))
        return [formatTimestamp(next, deviceId), next]
      })
    })

    /** H2: after this, every reading is later than those. Kept, so that it holds after a restart too. */
    const observeAll = Effect.fn("HybridClock.observe")(function* (seen: ReadonlyArray<Timestamp>) {
      const [first, ...rest] = seen
      if (first === undefined) return
      const newest = rest.reduce((a, b) => (isLater(b, a) ? b : a), first)
      const before = yield* state
      const after = observe(before, newest)
      if (after === before) return
      yield* Ref.set(state, after)
      yield* remember("seen", newest)
    })

    /**
     * The wall clock is fast: readings go by the server's from now on.
     *
     * @param ahead milliseconds by which the last reading was ahead of the server
     */
    const correct = Effect.fn("HybridClock.correct")(function* (ahead: number) {
      const wall = yield* Clock.currentTimeMillis
      const { millis } = yield* state
      // the reading can be ahead of the wall: what is wrong is the wall, if it agrees with the reading
      const next = Math.max(0, wall - (millis - ahead))
      yield* Ref.set(offset, next)
      yield* Ref.set(state, { millis: Math.max(0, millis - ahead), counter: 0 })
      yield* remember("clockOffset", String(next))
    })

    return { now, observe: observeAll, correct } as const
  }),
}) {}

import { Clock, Effect } from "effect"
import { ServerOverloaded } from "../domain/errors/SyncErrors.ts"
import { Settings } from "./Settings.ts"

interface Bucket {
  /** Calls that may still be made at once. */
  readonly left: number
  readonly at: number
}

/** Above this many callers, those who may call as much as they like anyway are forgotten. */
const manyCallers = 10_000

const minute = 60_000

/** How often each caller may call: as many times a minute as the settings say, all at once if need be. */
export class CallLimits extends Effect.Service<CallLimits>()("openchat/server/CallLimits", {
  effect: Effect.gen(function* () {
    const { callsPerMinute: limit } = yield* Settings
    const buckets = new Map<string, Bucket>()

    const filled = (bucket: Bucket, now: number): number =>
      Math.min(limit, bucket.left + ((now - bucket.at) * limit) / minute)

    const forgetIdle = (now: number) => {
      for (const [caller, bucket] of buckets) {
        if (filled(bucket, now) >= limit) buckets.delete(caller)
      }
    }

    /**
     * Counts one call.
     *
     * @throws ServerOverloaded with the milliseconds after which one more is allowed
     */
    const count = Effect.fnUntraced(function* (caller: string) {
      if (limit === 0) return
      const now = yield* Clock.currentTimeMillis
      if (buckets.size > manyCallers) forgetIdle(now)
      const left = filled(buckets.get(caller) ?? { left: limit, at: now }, now)
      if (left < 1) {
        return yield* new ServerOverloaded({ retryAfter: Math.ceil(((1 - left) * minute) / limit) })
      }
      buckets.set(caller, { left: left - 1, at: now })
    })

    return { count } as const
  }),
}) {}

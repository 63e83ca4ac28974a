import { Effect, Layer, Schedule } from "effect"
import { Duration } from "effect"
import { Settings } from "./Settings.ts"
import { alone } from "./store/prepared.ts"
import { Compaction } from "./sync/Compaction.ts"

/** Forgets once an hour what is older than the retention. Of several processes only one does it at a time. */
export const compactionHourly = Layer.scopedDiscard(
  Effect.gen(function* () {
    const compaction = yield* Compaction
    const { retention } = yield* Settings
    yield* alone(compaction.run(Duration.toMillis(retention))).pipe(
      Effect.catchAllCause((cause) =>
        Effect.logError("Compaction failed and is tried again in an hour", cause),
      ),
      Effect.repeat(Schedule.spaced("1 hour")),
      Effect.delay("1 minute"),
      Effect.forkScoped,
    )
  }),
)

import { Effect, PubSub, Stream } from "effect"
import type { AppError } from "../../domain/errors/AppError.ts"

/** Failures that no call is waiting for. Whoever watches sees those reported from then on. */
export class Problems extends Effect.Service<Problems>()("openchat/Problems", {
  effect: Effect.gen(function* () {
    const feed = yield* PubSub.sliding<AppError>(16)
    return {
      report: Effect.fn("Problems.report")(function* (error: AppError) {
        yield* Effect.logWarning(error._tag, error.message)
        yield* PubSub.publish(feed, error)
      }),
      watch: Stream.fromPubSub(feed),
    } as const
  }),
}) {}

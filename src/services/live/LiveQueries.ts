import { Reactivity } from "@effect/experimental"
import { Cause, Effect, Queue, Stream } from "effect"
import type { QueryKey } from "../../domain/QueryKey.ts"
import { ErrorHandler } from "../errors/ErrorHandler.ts"
import { Problems } from "./Problems.ts"

/** How long a query that failed rests before it is run again, if nothing touches it before. */
const rest = "2 seconds"

/** Queries that are run again whenever a change touches what they read. */
export class LiveQueries extends Effect.Service<LiveQueries>()("openchat/LiveQueries", {
  effect: Effect.gen(function* () {
    const reactivity = yield* Reactivity.Reactivity
    const errors = yield* ErrorHandler
    const problems = yield* Problems

    /** After the commit, never before: what a query then reads is what it will read after a crash. */
    const invalidate = (keys: Iterable<QueryKey>): Effect.Effect<void> =>
      Effect.sync(() => reactivity.unsafeInvalidate(Array.from(keys)))

    /**
     * The query's answer now, and again after every change that touches one of the keys. Changes that come while
     * the query runs cause one more run, and a reader that is slow finds the newest answer only. A run that fails
     * is reported, whatever it died of, and tried again; the stream goes on.
     */
    const watch = <A, E, R>(
      keys: ReadonlyArray<QueryKey>,
      query: Effect.Effect<A, E, R>,
    ): Stream.Stream<A, never, R> =>
      Stream.unwrapScoped(
        Effect.gen(function* () {
          const wake = yield* Queue.sliding<void>(1)
          yield* Effect.acquireRelease(
            Effect.sync(() => reactivity.unsafeRegister(keys, () => wake.unsafeOffer(undefined))),
            (cancel) => Effect.sync(cancel),
          )
          const scope = yield* Effect.scope
          const wakeLater = Effect.forkIn(Effect.delay(Queue.offer(wake, undefined), rest), scope)
          const run = Effect.catchAllCause(Effect.map(query, Stream.succeed), (cause) =>
            Effect.gen(function* () {
              if (Cause.isInterruptedOnly(cause)) return yield* Effect.interrupt
              const error = yield* errors.handle(cause)
              yield* problems.report(error)
              yield* wakeLater
              // apart, since the cure may close what this query runs on
              yield* Effect.forkDaemon(errors.recover(error))
              return Stream.empty
            }),
          )
          return Stream.concat(Stream.void, Stream.fromQueue(wake, { maxChunkSize: 1 })).pipe(
            Stream.mapEffect(() => run),
            Stream.flatten(),
            Stream.buffer({ capacity: 1, strategy: "sliding" }),
          )
        }),
      )

    return { invalidate, watch } as const
  }),
}) {}

import { Reactivity } from "@effect/experimental"
import { Cause, Effect, Mailbox, Stream } from "effect"
import type { QueryKey } from "../../domain/QueryKey.ts"
import { ErrorHandler } from "../errors/ErrorHandler.ts"
import type { LiveQuery } from "./LiveQuery.ts"
import { Problems } from "./Problems.ts"

/** How long a query that failed rests before it is run again, if nothing touches it before. */
const rest = "2 seconds"

/** A box that holds the newest answer only: a slow reader finds no queue of old ones. */
export const makeAnswers = <A, E = never>() => Mailbox.make<A, E>({ capacity: 1, strategy: "sliding" })

/** Runs queries again whenever a change touches what they read. */
export class LiveQueries extends Effect.Service<LiveQueries>()("openchat/LiveQueries", {
  effect: Effect.gen(function* () {
    const reactivity = yield* Reactivity.Reactivity
    const errors = yield* ErrorHandler
    const problems = yield* Problems

    /** After the commit, never before: what a query then reads is what it will read after a crash. */
    const invalidate = (keys: Iterable<QueryKey>): Effect.Effect<void> =>
      Effect.sync(() => reactivity.unsafeInvalidate(Array.from(keys)))

    /** Reported, whatever it died of; the cure runs apart, since it may close what the query runs on. */
    const giveNotice = Effect.fn("LiveQueries.giveNotice")(function* (cause: Cause.Cause<unknown>) {
      const error = yield* errors.handle(cause)
      yield* problems.report(error)
      yield* Effect.forkDaemon(errors.recover(error))
    })

    /**
     * Puts the query's answer into the box now, and again after every change that touches it, for ever. Changes
     * that come while it runs cause one more run. A run that fails is reported and tried again.
     *
     * A box and a latch instead of a stream: five stages of a stream cost ten times the query.
     */
    const feed = <A, E>(
      answers: Mailbox.Mailbox<A, E>,
      { keys, run }: LiveQuery<A>,
    ): Effect.Effect<never> => {
      const touched = Effect.unsafeMakeLatch(true)
      const round = Effect.zipRight(
        Effect.zipRight(touched.await, touched.close),
        Effect.catchAllCause(
          Effect.flatMap(run, (answer) => answers.offer(answer)),
          (cause) =>
            Cause.isInterruptedOnly(cause)
              ? Effect.interrupt
              : Effect.zipRight(
                  giveNotice(cause),
                  Effect.raceFirst(Effect.delay(touched.open, rest), touched.await),
                ),
        ),
      )
      return Effect.acquireUseRelease(
        Effect.sync(() => reactivity.unsafeRegister(keys, () => touched.unsafeOpen())),
        () => Effect.forever(round),
        (cancel) => Effect.sync(cancel),
      )
    }

    /** The answers as a stream, for whoever composes them further. It never ends. */
    const stream = <A>(query: LiveQuery<A>): Stream.Stream<A> =>
      Stream.unwrapScoped(
        Effect.gen(function* () {
          const answers = yield* makeAnswers<A>()
          yield* Effect.forkScoped(feed(answers, query))
          return Mailbox.toStream(answers)
        }),
      )

    return { invalidate, feed, stream } as const
  }),
}) {}

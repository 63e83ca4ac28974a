import {
  Context,
  Deferred,
  Effect,
  Fiber,
  type Mailbox,
  type Scope,
  Stream,
  type SubscriptionRef,
} from "effect"
import { cureOf } from "../domain/errors/AppError.ts"
import { StorageCorrupt, type StorageError, StorageUnavailable } from "../domain/errors/StorageErrors.ts"
import { LiveQueries, makeAnswers } from "../services/live/LiveQueries.ts"
import type { LiveQuery } from "../services/live/LiveQuery.ts"
import type { LocalDatabase } from "../services/LocalDatabase.ts"
import { Opened, type Opening } from "./Opened.ts"

/** Where opening the database anew, or another one in its place, is the cure. */
const cure = (failed: Opening, error: unknown) =>
  Effect.flatMap(Opened, ({ mend, reopen }) => {
    if (error instanceof StorageCorrupt) return mend(failed)
    if (error instanceof StorageUnavailable && cureOf(error) === "reopen") return reopen(failed)
    return Effect.succeed(false)
  })

/**
 * Calls a service of the open database. Where opening it anew is the cure, as when the browser took the files away,
 * that is done and the call made once more: every call may be repeated.
 */
export const using = <I extends LocalDatabase, S, A, E, R>(
  tag: Context.Tag<I, S>,
  call: (service: S) => Effect.Effect<A, E, R>,
) =>
  Effect.gen(function* () {
    const opened = yield* Opened
    const ask = Effect.flatMap(opened.opening, (opening) =>
      Effect.map(opening.services, (services) => [opening, Context.get(services, tag)] as const),
    )
    const [opening, service] = yield* ask
    return yield* Effect.catchAll(call(service), (error) =>
      Effect.gen(function* () {
        if (!(yield* cure(opening, error))) return yield* Effect.fail(error)
        const [, anew] = yield* ask
        return yield* call(anew)
      }),
    )
  })

/** A stream of a service of the open database, for as long as that opening lasts. */
export const streaming = <I extends LocalDatabase, S, A, E, R>(
  tag: Context.Tag<I, S>,
  stream: (service: S) => Stream.Stream<A, E, R>,
) =>
  Stream.unwrap(
    Effect.gen(function* () {
      const { services } = yield* Effect.flatMap(Opened, ({ opening }) => opening)
      return stream(Context.get(yield* services, tag))
    }),
  )

type Answers<A> = Mailbox.Mailbox<A, StorageError>

/** What is fed from a service, and goes on with the next opening of the database when this one is closed. */
const fed = <A>(
  feed: (services: Context.Context<LocalDatabase>, answers: Answers<A>) => Effect.Effect<unknown, never>,
) =>
  Effect.gen(function* () {
    const { opening } = yield* Opened
    const answers = yield* makeAnswers<A, StorageError>()
    const follow = ({ next, scope, services }: Opening): Effect.Effect<void, never, Scope.Scope> =>
      Effect.gen(function* () {
        // in the opening's scope, so that it lets go of the database before that is closed
        const feeding = yield* Effect.forkIn(feed(yield* services, answers), scope)
        yield* Effect.addFinalizer(() => Fiber.interrupt(feeding))
        yield* Effect.forkScoped(Effect.flatMap(Deferred.await(next), follow))
      }).pipe(Effect.catchAllCause((cause) => answers.failCause(cause)))
    yield* Effect.flatMap(opening, follow)
    return answers
  })

/** The answers to a live query. */
export const following = <I extends LocalDatabase, S, A>(
  tag: Context.Tag<I, S>,
  query: (service: S) => LiveQuery<A>,
) =>
  fed<A>((services, answers) =>
    Context.get(services, LiveQueries).feed(answers, query(Context.get(services, tag))),
  )

/** The values of a reference. */
export const followingRef = <I extends LocalDatabase, S, A>(
  tag: Context.Tag<I, S>,
  ref: (service: S) => SubscriptionRef.SubscriptionRef<A>,
) =>
  fed<A>((services, answers) =>
    Stream.runForEach(ref(Context.get(services, tag)).changes, (value) => answers.offer(value)),
  )

/** For what changes whose the database is: every service is made anew on it before the answer goes out. */
export const thenReopen = <A, E, R>(call: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const { renew } = yield* Opened
    const answer = yield* call
    yield* renew
    return answer
  })

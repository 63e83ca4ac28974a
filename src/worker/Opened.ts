import {
  Context,
  Deferred,
  Effect,
  ExecutionStrategy,
  Exit,
  Fiber,
  Layer,
  Ref,
  Scope,
  Stream,
  type SubscriptionRef,
} from "effect"
import { cureOf } from "../domain/errors/AppError.ts"
import { type StorageError, StorageUnavailable } from "../domain/errors/StorageErrors.ts"
import type { RecoveryAction } from "../domain/rpc/StorageRpcs.ts"
import { ErrorHandler, type ErrorHandlerOptions } from "../services/errors/ErrorHandler.ts"
import { LiveQueries, makeAnswers } from "../services/live/LiveQueries.ts"
import type { LiveQuery } from "../services/live/LiveQuery.ts"
import type { LocalDatabase } from "../services/LocalDatabase.ts"
import { Recovery } from "../services/storage/Recovery.ts"
import { bringAlong } from "./bringAlong.ts"

type Services = Context.Context<LocalDatabase>

/** It is there for as long as its scope, however often the services on it are made anew. */
interface Temporary<R> {
  readonly scope: Scope.CloseableScope
  readonly database: Layer.Layer<LocalDatabase, StorageError, R>
}

interface Opening {
  readonly scope: Scope.CloseableScope
  readonly services: Exit.Exit<Services, StorageError>
  /** The opening that took its place. */
  readonly next: Deferred.Deferred<Opening>
}

interface OpeningOn<R> extends Opening {
  /** The database in memory that it is on, if a person asked to go on without the one on the disk. */
  readonly temporary: Temporary<R> | null
}

/**
 * The services on the open database, or the reason why it does not open. Every call asks here, so that one which
 * comes while the database is closed fails with that reason instead of waiting for ever.
 */
export class Opened extends Context.Tag("openchat/worker/Opened")<
  Opened,
  {
    /** The opening of now. */
    readonly opening: Effect.Effect<Opening>
    /** Opens the database anew, unless somebody did since the failing call asked. */
    readonly reopen: (failed: Opening) => Effect.Effect<boolean>
    /** Opens the database anew, since whose it is has changed. */
    readonly renew: Effect.Effect<void, StorageError>
    readonly recover: (action: RecoveryAction) => Effect.Effect<void, StorageError>
    readonly rawFile: Stream.Stream<Uint8Array, StorageError>
  }
>() {
  /** @param makeTemporary the services on a database that is empty, and kept in memory while the scope is open */
  static readonly layer = <R>(
    database: Layer.Layer<LocalDatabase, StorageError, R>,
    makeTemporary: Effect.Effect<Layer.Layer<LocalDatabase, StorageError, R>, StorageError, Scope.Scope>,
    options: Omit<ErrorHandlerOptions, "cures">,
  ) =>
    Layer.scoped(
      Opened,
      Effect.gen(function* () {
        const recovery = yield* Recovery
        const context = yield* Effect.context<Exclude<R, ErrorHandler>>()
        const reign = yield* Effect.scope
        const one = yield* Effect.makeSemaphore(1)

        const works = Effect.match({ onSuccess: () => true, onFailure: () => false })
        const errors = ErrorHandler.layer({
          ...options,
          cures: {
            reopen: () => Effect.flatMap(current, (opening) => reopen(opening)),
            retry: () => works(services),
            quarantine: () => works(recover("set-aside")),
          },
        })

        const forked = Scope.fork(reign, ExecutionStrategy.sequential)

        const open = Effect.fnUntraced(function* (temporary: Temporary<R> | null) {
          const scope = yield* forked
          const layer = Layer.provide(temporary?.database ?? database, errors)
          const services = yield* Effect.exit(Effect.provide(Layer.buildWithScope(layer, scope), context))
          // gives back the files that were opened before it failed
          if (Exit.isFailure(services)) yield* Scope.close(scope, services)
          const opening: OpeningOn<R> = { scope, services, temporary, next: yield* Deferred.make<Opening>() }
          return opening
        })

        const current = yield* Ref.make(yield* open(null))
        const services = Effect.flatMap(current, (opening) => opening.services)

        const follow = Effect.fnUntraced(function* (before: Opening, opening: OpeningOn<R>) {
          yield* Ref.set(current, opening)
          yield* Deferred.succeed(before.next, opening)
        })

        /** On the same database, or on one in memory in the place of one that does not open. */
        const replace = (first: Effect.Effect<void, StorageError>, temporary?: Temporary<R>) =>
          Effect.gen(function* () {
            const before = yield* current
            yield* Scope.close(before.scope, before.services)
            yield* first
            const opening = yield* open(temporary ?? before.temporary)
            yield* follow(before, opening)
            yield* opening.services
          })

        const goOnInMemory = Effect.gen(function* () {
          const scope = yield* forked
          yield* replace(Effect.void, { scope, database: yield* Scope.extend(makeTemporary, scope) })
        })

        /** What was written meanwhile comes along; until the database on the disk has it, the other one stays open. */
        const leave = (before: Opening, temporary: Temporary<R>, first: Effect.Effect<void, StorageError>) =>
          Effect.gen(function* () {
            yield* first
            const opening = yield* open(null)
            const to = yield* opening.services
            yield* Effect.flatMap(before.services, (from) => bringAlong(from, to)).pipe(
              Effect.onError((cause) => Scope.close(opening.scope, Exit.failCause(cause))),
            )
            yield* follow(before, opening)
            // also what was written while the rest was brought
            yield* Effect.flatMap(before.services, (from) => bringAlong(from, to))
            yield* Scope.close(before.scope, before.services)
            yield* Scope.close(temporary.scope, Exit.void)
          })

        // a database that is open needs no cure: the call may be a repeat of one that another leader has answered
        const recover = (action: RecoveryAction): Effect.Effect<void, StorageError> =>
          one.withPermits(1)(
            Effect.gen(function* () {
              const before = yield* current
              const first = action === "set-aside" ? recovery.setAside : Effect.void
              if (action === "in-memory") {
                if (Exit.isFailure(before.services)) yield* goOnInMemory
              } else if (before.temporary !== null) yield* leave(before, before.temporary, first)
              else if (Exit.isFailure(before.services)) yield* replace(first)
            }),
          )

        const reopen = (failed: Opening) =>
          one.withPermits(1)(
            Effect.flatMap(current, (now) =>
              now === failed ? works(replace(Effect.void)) : Effect.succeed(Exit.isSuccess(now.services)),
            ),
          )

        const renew = one.withPermits(1)(replace(Effect.void))

        return { opening: current, reopen, renew, recover, rawFile: recovery.rawFile }
      }),
    )
}

const curedByReopening = (error: unknown) => error instanceof StorageUnavailable && cureOf(error) === "reopen"

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
        if (!curedByReopening(error) || !(yield* opened.reopen(opening))) return yield* Effect.fail(error)
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

/** The answers to a live query, which goes on with the next opening of the database when this one is closed. */
export const following = <I extends LocalDatabase, S, A>(
  tag: Context.Tag<I, S>,
  query: (service: S) => LiveQuery<A>,
) =>
  Effect.gen(function* () {
    const { opening } = yield* Opened
    const answers = yield* makeAnswers<A, StorageError>()
    const follow = ({ next, scope, services }: Opening): Effect.Effect<void, never, Scope.Scope> =>
      Effect.gen(function* () {
        const context = yield* services
        const feed = Context.get(context, LiveQueries).feed(answers, query(Context.get(context, tag)))
        // in the opening's scope, so that it lets go of the database before that is closed
        const feeding = yield* Effect.forkIn(feed, scope)
        yield* Effect.addFinalizer(() => Fiber.interrupt(feeding))
        yield* Effect.forkScoped(Effect.flatMap(Deferred.await(next), follow))
      }).pipe(Effect.catchAllCause((cause) => answers.failCause(cause)))
    yield* Effect.flatMap(opening, follow)
    return answers
  })

/** For what changes whose the database is: every service is made anew on it before the answer goes out. */
export const thenReopen = <A, E, R>(call: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const { renew } = yield* Opened
    const answer = yield* call
    yield* renew
    return answer
  })

/** The values of a reference, which goes on with the next opening of the database when this one is closed. */
export const followingRef = <I extends LocalDatabase, S, A>(
  tag: Context.Tag<I, S>,
  ref: (service: S) => SubscriptionRef.SubscriptionRef<A>,
) =>
  Effect.gen(function* () {
    const { opening } = yield* Opened
    const answers = yield* makeAnswers<A, StorageError>()
    const follow = ({ next, scope, services }: Opening): Effect.Effect<void, never, Scope.Scope> =>
      Effect.gen(function* () {
        const service = Context.get(yield* services, tag)
        const feed = Stream.runForEach(ref(service).changes, (value) => answers.offer(value))
        const feeding = yield* Effect.forkIn(feed, scope)
        yield* Effect.addFinalizer(() => Fiber.interrupt(feeding))
        yield* Effect.forkScoped(Effect.flatMap(Deferred.await(next), follow))
      }).pipe(Effect.catchAllCause((cause) => answers.failCause(cause)))
    yield* Effect.flatMap(opening, follow)
    return answers
  })

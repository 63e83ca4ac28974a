import { Context, Effect, ExecutionStrategy, Exit, Layer, Scope, Stream, SubscriptionRef } from "effect"
import { cureOf } from "../domain/errors/AppError.ts"
import { type StorageError, StorageUnavailable } from "../domain/errors/StorageErrors.ts"
import type { RecoveryAction } from "../domain/rpc/StorageRpcs.ts"
import { ErrorHandler, type ErrorHandlerOptions } from "../services/errors/ErrorHandler.ts"
import type { LocalDatabase } from "../services/LocalDatabase.ts"
import { Recovery } from "../services/storage/Recovery.ts"

type Services = Context.Context<LocalDatabase>

interface Opening {
  readonly scope: Scope.CloseableScope
  readonly services: Exit.Exit<Services, StorageError>
}

/**
 * The services on the open database, or the reason why it does not open. Every call asks here, so that one which
 * comes while the database is closed fails with that reason instead of waiting for ever.
 */
export class Opened extends Context.Tag("openchat/worker/Opened")<
  Opened,
  {
    /** The opening of now, and every later one. */
    readonly openings: Stream.Stream<Opening>
    readonly services: Effect.Effect<Services, StorageError>
    /** Opens the database anew, unless somebody did since the failing call took the services. */
    readonly reopen: (failed: Services) => Effect.Effect<boolean>
    readonly recover: (action: RecoveryAction) => Effect.Effect<void, StorageError>
    readonly rawFile: Stream.Stream<Uint8Array, StorageError>
  }
>() {
  static readonly layer = <R>(
    database: Layer.Layer<LocalDatabase, StorageError, R>,
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
            reopen: () => works(recover("retry")),
            retry: () => works(services),
            quarantine: () => works(recover("set-aside")),
          },
        })

        const open = Effect.gen(function* () {
          const scope = yield* Scope.fork(reign, ExecutionStrategy.sequential)
          const layer = Layer.provide(database, errors)
          const services = yield* Effect.exit(Effect.provide(Layer.buildWithScope(layer, scope), context))
          // gives back the files that were opened before it failed
          if (Exit.isFailure(services)) yield* Scope.close(scope, services)
          const opening: Opening = { scope, services }
          return opening
        })

        const current = yield* SubscriptionRef.make(yield* open)
        const services = Effect.flatMap(current, (opening) => opening.services)

        const replace = (first: Effect.Effect<void, StorageError>) =>
          Effect.gen(function* () {
            const { scope, services } = yield* current
            yield* Scope.close(scope, services)
            yield* first
            const next = yield* open
            yield* SubscriptionRef.set(current, next)
            yield* next.services
          })

        const recover = (action: RecoveryAction): Effect.Effect<void, StorageError> =>
          one.withPermits(1)(replace(action === "set-aside" ? recovery.setAside : Effect.void))

        const reopen = (failed: Services) =>
          one.withPermits(1)(
            Effect.gen(function* () {
              const now = yield* current
              const replaced = Exit.isSuccess(now.services) && now.services.value !== failed
              return replaced ? true : yield* works(replace(Effect.void))
            }),
          )

        return { openings: current.changes, services, reopen, recover, rawFile: recovery.rawFile }
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
    const services = yield* opened.services
    return yield* Effect.catchAll(call(Context.get(services, tag)), (error) =>
      Effect.gen(function* () {
        if (!curedByReopening(error) || !(yield* opened.reopen(services))) return yield* Effect.fail(error)
        return yield* call(Context.get(yield* opened.services, tag))
      }),
    )
  })

/** A stream of a service of the open database, for as long as that opening lasts. */
export const streaming = <I extends LocalDatabase, S, A, E, R>(
  tag: Context.Tag<I, S>,
  stream: (service: S) => Stream.Stream<A, E, R>,
) =>
  Stream.unwrap(
    Effect.flatMap(Opened, (opened) => Effect.map(opened.services, (it) => stream(Context.get(it, tag)))),
  )

/** A stream that never ends: it begins anew with each opening of the database. */
export const following = <I extends LocalDatabase, S, A, E, R>(
  tag: Context.Tag<I, S>,
  stream: (service: S) => Stream.Stream<A, E, R>,
) =>
  Stream.unwrap(
    Effect.map(Opened, (opened) =>
      Stream.flatMap(
        opened.openings,
        ({ services }): Stream.Stream<A, E | StorageError, R> =>
          Exit.isSuccess(services)
            ? stream(Context.get(services.value, tag))
            : Stream.failCause(services.cause),
        { switch: true },
      ),
    ),
  )

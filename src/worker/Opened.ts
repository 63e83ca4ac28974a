import { Context, Effect, ExecutionStrategy, Exit, Layer, Ref, Scope, Stream } from "effect"
import type { StorageError } from "../domain/errors/StorageErrors.ts"
import type { RecoveryAction } from "../domain/rpc/StorageRpcs.ts"
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
    readonly services: Effect.Effect<Services, StorageError>
    readonly recover: (action: RecoveryAction) => Effect.Effect<void, StorageError>
    readonly rawFile: Stream.Stream<Uint8Array, StorageError>
  }
>() {
  static readonly layer = <R>(database: Layer.Layer<LocalDatabase, StorageError, R>) =>
    Layer.scoped(
      Opened,
      Effect.gen(function* () {
        const recovery = yield* Recovery
        const context = yield* Effect.context<R>()
        const reign = yield* Effect.scope
        const one = yield* Effect.makeSemaphore(1)

        const open = Effect.gen(function* () {
          const scope = yield* Scope.fork(reign, ExecutionStrategy.sequential)
          const services = yield* Effect.exit(Effect.provide(Layer.buildWithScope(database, scope), context))
          // gives back the files that were opened before it failed
          if (Exit.isFailure(services)) yield* Scope.close(scope, services)
          const opening: Opening = { scope, services }
          return opening
        })

        const current = yield* Ref.make(yield* open)

        const recover = Effect.fn("Opened.recover")(function* (action: RecoveryAction) {
          const { scope, services } = yield* Ref.get(current)
          yield* Scope.close(scope, services)
          if (action === "set-aside") yield* recovery.setAside
          const next = yield* open
          yield* Ref.set(current, next)
          yield* next.services
        }, one.withPermits(1))

        return {
          services: Effect.flatMap(Ref.get(current), ({ services }) => services),
          recover,
          rawFile: recovery.rawFile,
        }
      }),
    )
}

/** Calls a service of the open database. */
export const using = <I extends LocalDatabase, S, A, E, R>(
  tag: Context.Tag<I, S>,
  call: (service: S) => Effect.Effect<A, E, R>,
) =>
  Effect.gen(function* () {
    const { services } = yield* Opened
    return yield* call(Context.get(yield* services, tag))
  })

/** Follows a stream of a service of the open database. */
export const following = <I extends LocalDatabase, S, A, E, R>(
  tag: Context.Tag<I, S>,
  stream: (service: S) => Stream.Stream<A, E, R>,
) =>
  Stream.unwrap(
    Effect.gen(function* () {
      const { services } = yield* Opened
      return stream(Context.get(yield* services, tag))
    }),
  )

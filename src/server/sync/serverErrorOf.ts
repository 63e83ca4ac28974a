import { Effect, Match } from "effect"
import { ServerOverloaded, Transient } from "../../domain/errors/SyncErrors.ts"
import type { StorageError } from "../../domain/errors/StorageErrors.ts"

/** Milliseconds after which a database that was busy is worth asking again. */
const busyFor = 1_000

/** What a device is told when the server's own database fails: to come back. The details stay in the server's log. */
const serverErrorOf = Match.type<StorageError>().pipe(
  Match.withReturnType<ServerOverloaded | Transient>(),
  Match.tags({ StorageBusy: () => new ServerOverloaded({ retryAfter: busyFor }) }),
  Match.orElse((error) => new Transient({ detail: error._tag })),
)

const storageTags: ReadonlySet<string> = new Set([
  "StorageUnavailable",
  "StorageBusy",
  "StorageFull",
  "StorageCorrupt",
  "WorkerDied",
  "SchemaTooNew",
  "MigrationFailed",
  "QueryFailed",
])

const isStorageError = (error: { readonly _tag: string }): error is StorageError =>
  storageTags.has(error._tag)

const isOther = <E extends { readonly _tag: string }>(error: E): error is Exclude<E, StorageError> =>
  !isStorageError(error)

/** Foreign errors stop here: what leaves the server is in its contract. */
export const withServerErrors = <A, E extends { readonly _tag: string }, R>(
  effect: Effect.Effect<A, E, R>,
): Effect.Effect<A, Exclude<E, StorageError> | ServerOverloaded | Transient, R> =>
  Effect.catchAll(
    effect,
    (error): Effect.Effect<never, Exclude<E, StorageError> | ServerOverloaded | Transient> => {
      if (isOther(error)) return Effect.fail(error)
      return isStorageError(error)
        ? Effect.zipRight(Effect.logError(error._tag, error), Effect.fail(serverErrorOf(error)))
        : Effect.die(error)
    },
  )

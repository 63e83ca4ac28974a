import { Cause, Context, Deferred, Effect, ExecutionStrategy, Exit, Layer, Option, Ref, Scope } from "effect"
import type { StorageError } from "../domain/errors/StorageErrors.ts"
import type { RecoveryAction } from "../domain/rpc/StorageRpcs.ts"
import { Integrity } from "../services/debug/Integrity.ts"
import { ErrorHandler, type ErrorHandlerOptions } from "../services/errors/ErrorHandler.ts"
import type { LocalDatabase } from "../services/LocalDatabase.ts"
import { RebuiltNote } from "../services/storage/RebuiltNote.ts"
import { Storage } from "../services/storage/Storage.ts"
import { Rebuild } from "../services/sync/Rebuild.ts"
import { Recovery } from "../services/storage/Recovery.ts"
import { isNothing } from "../services/storage/Salvage.ts"
import { bringAlong } from "./bringAlong.ts"

type Services = Context.Context<LocalDatabase>

/** It is there for as long as its scope, however often the services on it are made anew. */
interface Temporary<R> {
  readonly scope: Scope.CloseableScope
  readonly database: Layer.Layer<LocalDatabase, StorageError, R>
}

/** One opening of the database, from here until it is closed. */
export interface Opening {
  readonly scope: Scope.CloseableScope
  readonly services: Exit.Exit<Services, StorageError>
  /** The opening that took its place. */
  readonly next: Deferred.Deferred<Opening>
}

interface OpeningOn<R> extends Opening {
  /** The database in memory that it is on, if a person asked to go on without the one on the disk. */
  readonly temporary: Temporary<R> | null
}

/** On top of the ten seconds for which each opening waits. */
const busyRest = "1 second"

const failsWith = (services: Exit.Exit<unknown, StorageError>, tag: StorageError["_tag"]): boolean =>
  Exit.isFailure(services) && Option.exists(Cause.failureOption(services.cause), ({ _tag }) => _tag === tag)

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
    /** After a call failed since the database is damaged. Whether the call may be made again. */
    readonly mend: (failed: Opening) => Effect.Effect<boolean>
    /** Opens the database anew, since whose it is has changed. */
    readonly renew: Effect.Effect<void, StorageError>
    readonly recover: (action: RecoveryAction) => Effect.Effect<void, StorageError>
    readonly forgetFormer: Effect.Effect<void, StorageError>
    readonly rawFile: Context.Tag.Service<Recovery>["rawFile"]
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
        const { forgetFormer, rawFile } = recovery
        const files = { forgetFormer, rawFile }
        const context = yield* Effect.context<Exclude<R, ErrorHandler>>()
        const reign = yield* Effect.scope
        const one = yield* Effect.makeSemaphore(1)

        const works = Effect.match({ onSuccess: () => true, onFailure: () => false })
        const errors = ErrorHandler.layer({
          ...options,
          cures: {
            reopen: () => Effect.flatMap(current, (opening) => reopen(opening)),
            retry: () => works(services),
            quarantine: () => Effect.flatMap(current, (opening) => mend(opening)),
          },
        })

        const forked = Scope.fork(reign, ExecutionStrategy.sequential)

        const openOnce = Effect.fnUntraced(function* (temporary: Temporary<R> | null) {
          const scope = yield* forked
          const layer = Layer.provide(temporary?.database ?? database, errors)
          const services = yield* Effect.exit(Effect.provide(Layer.buildWithScope(layer, scope), context))
          // gives back the files that were opened before it failed
          if (Exit.isFailure(services)) yield* Scope.close(scope, services)
          const opening: OpeningOn<R> = { scope, services, temporary, next: yield* Deferred.make<Opening>() }
          return opening
        })

        /**
         * What was read of a database that was set aside; once, however often the taking was cut off.
         *
         * @returns whether there was one
         */
        const takeFormer = Effect.fnUntraced(function* (services: Services) {
          // other storage has no folders to be set aside
          if (Context.get(services, Storage).kind !== "opfs") return false
          const former = yield* recovery.former
          if (Option.isNone(former) || Option.isSome(yield* Context.get(services, RebuiltNote).taken))
            return false
          yield* Context.get(services, Rebuild).take(yield* former.value.salvaged, former.value.name)
          return true
        })

        const open = Effect.fnUntraced(function* (temporary: Temporary<R> | null) {
          const opening = yield* openOnce(temporary)
          if (temporary !== null || Exit.isFailure(opening.services)) return opening
          const took = yield* Effect.exit(takeFormer(opening.services.value))
          if (Exit.isSuccess(took) && !took.value) return opening
          yield* Scope.close(opening.scope, took)
          // whose the data is, is read when the database is opened
          if (Exit.isSuccess(took)) return yield* openOnce(null)
          const failed: OpeningOn<R> = { ...opening, services: Exit.failCause(took.cause) }
          return failed
        })

        /** Where nothing can be read, what to do is for a person to say. */
        const setAsideReadable = Effect.gen(function* () {
          const readable = !isNothing(yield* recovery.salvaged)
          if (readable) yield* recovery.setAside
          return readable
        })

        /** In the place of a damaged file, a new one with what can be read of it. */
        const openReadable = Effect.gen(function* () {
          const opening = yield* open(null)
          if (!failsWith(opening.services, "StorageCorrupt")) return opening
          return (yield* Effect.orElseSucceed(setAsideReadable, () => false)) ? yield* open(null) : opening
        })

        const first = yield* openReadable
        const current = yield* Ref.make(first)
        const services = Effect.flatMap(current, (opening) => opening.services)

        const follow = Effect.fnUntraced(function* (before: Opening, opening: OpeningOn<R>) {
          yield* Ref.set(current, opening)
          yield* Deferred.succeed(before.next, opening)
          yield* untilFree(opening)
        })

        /** On the same database, or on one in memory in the place of one that does not open. */
        const replace = (first: Effect.Effect<unknown, StorageError>, temporary?: Temporary<R>) =>
          Effect.gen(function* () {
            const before = yield* current
            yield* Scope.close(before.scope, before.services)
            yield* first
            const inMemory = temporary ?? before.temporary
            const opening = yield* inMemory === null ? openReadable : open(inMemory)
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
            const opening = yield* openReadable
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

        const isWhole = Effect.flatMap(services, (open) => Context.get(open, Integrity).isWhole)
        let suspected = false

        /** Opened anew, in case it was a false alarm. What SQLite then finds damaged, or what is damaged again, is set aside. */
        const mend = (failed: Opening) =>
          one
            .withPermits(1)(
              Effect.gen(function* () {
                const now = yield* current
                if (now === failed && now.temporary === null) {
                  yield* replace(Effect.void)
                  const whole = yield* Effect.catchTag(isWhole, "StorageCorrupt", () => Effect.succeed(false))
                  if (!whole || suspected) yield* replace(setAsideReadable)
                  suspected = true
                }
                yield* services
              }),
            )
            .pipe(works)

        /** While something else holds the files, they are asked for again and again. */
        const untilFree = (opening: Opening): Effect.Effect<void> =>
          failsWith(opening.services, "StorageBusy")
            ? Effect.forkIn(Effect.delay(reopen(opening), busyRest), reign)
            : Effect.void
        yield* untilFree(first)

        const renew = one.withPermits(1)(replace(Effect.void))

        return { opening: current, reopen, mend, renew, recover, ...files }
      }),
    )
}

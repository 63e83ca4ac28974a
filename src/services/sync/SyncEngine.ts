import { Cause, Clock, Duration, Effect, Option, Queue, Random, Ref, Stream, SubscriptionRef } from "effect"
import type { AppError } from "../../domain/errors/AppError.ts"
import type { StorageError } from "../../domain/errors/StorageErrors.ts"
import { initialConfig, type SyncConfig } from "../../domain/SyncConfig.ts"
import type { SyncStatus } from "../../domain/sync/SyncStatus.ts"
import { AccountApi } from "../account/AccountApi.ts"
import { SyncConfigRepo } from "../account/SyncConfigRepo.ts"
import { Identity } from "../device/Identity.ts"
import { ErrorHandler } from "../errors/ErrorHandler.ts"
import { LiveQueries } from "../live/LiveQueries.ts"
import { CloudApi, type CloudConnection, type CloudError } from "./CloudApi.ts"
import { askedWait, curedByPerson, waitAfter } from "./backoff.ts"
import { Conflicts } from "./Conflicts.ts"
import { NetworkStatus } from "./NetworkStatus.ts"
import { Outbox } from "./Outbox.ts"
import { SyncRounds } from "./SyncRounds.ts"
import { SyncState } from "./SyncState.ts"

type Failure = CloudError | StorageError

/** Exchanges changes with the server for as long as its scope is open, and says how that goes. */
export class SyncEngine extends Effect.Service<SyncEngine>()("openchat/SyncEngine", {
  scoped: Effect.gen(function* () {
    const accounts = yield* AccountApi
    const cloud = yield* CloudApi
    const configs = yield* SyncConfigRepo
    const conflicts = yield* Conflicts
    const errors = yield* ErrorHandler
    const live = yield* LiveQueries
    const network = yield* NetworkStatus
    const outbox = yield* Outbox
    const rounds = yield* SyncRounds
    const state = yield* SyncState
    const { deviceId, signedIn, userId } = yield* Identity

    const config: Effect.Effect<SyncConfig, StorageError> = Effect.map(
      configs.byId(userId),
      Option.getOrElse(() => initialConfig(userId, 0)),
    )

    const status = yield* Effect.flatMap(
      Effect.all([config, state.standing]),
      ([{ autoSync, mode }, { lastSyncedAt, snapshot }]) =>
        SubscriptionRef.make<SyncStatus>({
          mode,
          signedIn,
          autoSync,
          online: false,
          syncing: false,
          lastSyncedAt,
          error: null,
          pendingChanges: 0,
          refusedChanges: 0,
          conflicts: 0,
          fetching: snapshot?.fetched ?? null,
        }),
    )
    const update = (patch: Partial<SyncStatus>) =>
      SubscriptionRef.update(status, (it) => ({ ...it, ...patch }))

    /** The conversation that is going on, for whoever cannot wait for a round. */
    const current = yield* SubscriptionRef.make(Option.none<CloudConnection>())

    /** Rung by whoever has a reason to sync now; two reasons are one round. */
    const bell = yield* Queue.sliding<void>(1)
    const ring = Effect.asVoid(Queue.offer(bell, undefined))
    /** Whether the round that comes was asked for by the person. */
    const asked = yield* Ref.make(false)

    const count = Effect.gen(function* () {
      const [pendingChanges, refusedChanges, open, { autoSync, mode }] = yield* Effect.all([
        outbox.pendingCount,
        outbox.refusedCount,
        conflicts.openCount,
        config,
      ])
      return { pendingChanges, refusedChanges, conflicts: open, autoSync, mode }
    })

    const round = (connection: CloudConnection) =>
      Effect.gen(function* () {
        yield* update({ syncing: true })
        yield* rounds.round(connection, (fetching) => update({ fetching }))
        const { lastSyncedAt } = yield* state.standing
        yield* update({ ...(yield* count), online: true, error: null, fetching: null, lastSyncedAt })
      }).pipe(Effect.ensuring(update({ syncing: false })))

    const mayRun = Effect.map(Effect.all([config, asked]), ([{ autoSync, mode }, now]) =>
      mode === "local-only" || !signedIn ? false : autoSync || now,
    )

    /** Rounds over one connection, each when the bell rings or the interval has passed, until it breaks. */
    const converse: Effect.Effect<never, Failure> = Effect.gen(function* () {
      const connection = yield* cloud.connect
      yield* rounds.greet(connection)
      // once for each conversation: a device that is used stays signed in
      yield* Effect.forkDaemon(Effect.ignore(accounts.prolong))
      yield* update({ online: true })
      yield* SubscriptionRef.set(current, Option.some(connection))
      const pokes = Stream.runForEach(connection.watch(deviceId), () => ring)
      // the stream breaks with the connection, and the conversation with the stream
      const broken = Effect.zipRight(pokes, Effect.never)
      const talk = Effect.forever(
        Effect.gen(function* () {
          if (yield* mayRun) yield* round(connection)
          yield* Ref.set(asked, false)
          const { intervalMs } = yield* config
          yield* Effect.race(Queue.take(bell), Effect.sleep(Duration.millis(intervalMs)))
          if (!(yield* mayRun)) return yield* Effect.interrupt
        }),
      )
      return yield* Effect.raceFirst(broken, talk)
    }).pipe(Effect.ensuring(SubscriptionRef.set(current, Option.none())), Effect.scoped)

    /** What to do after a failure: wait for a person, or for a time that grows with each failure in a row. */
    const rest = (error: AppError, failures: number) =>
      Effect.gen(function* () {
        yield* update({
          online: error._tag !== "Offline",
          error,
          ...(yield* Effect.orElseSucceed(count, () => ({}))),
        })
        if (curedByPerson(error)) return yield* Queue.take(bell)
        const wait = waitAfter(error, failures, yield* Random.next)
        const quiet = askedWait(error)
        yield* Effect.sleep(Duration.millis(quiet))
        return yield* Effect.race(Queue.take(bell), Effect.sleep(Duration.millis(wait - quiet)))
      })

    const loop = Effect.gen(function* () {
      const failures = yield* Ref.make(0)
      return yield* Effect.forever(
        Effect.gen(function* () {
          if (!(yield* Effect.orElseSucceed(mayRun, () => false))) {
            yield* update({ online: false })
            return yield* Queue.take(bell)
          }
          const began = yield* Clock.currentTimeMillis
          const ended = yield* Effect.exit(converse)
          // it ends by itself when sync is switched off
          if (ended._tag === "Success" || Cause.isInterruptedOnly(ended.cause)) return
          const error = yield* errors.handle(ended.cause)
          // a conversation that lasted was a good one: the next wait is short again
          const lasted = (yield* Clock.currentTimeMillis) - began > 60_000
          const row = yield* Ref.updateAndGet(failures, (n) => (lasted ? 1 : n + 1))
          yield* rest(error, row)
        }),
      )
    })

    /** Every change of this device rings the bell, and shows in the counts. */
    const watchChanges = live
      .stream({ keys: ["events", "conflicts", "sync_config"], run: count })
      .pipe(Stream.runForEach((counts) => Effect.zipRight(update(counts), ring)))

    yield* Effect.forkScoped(watchChanges)
    yield* Effect.forkScoped(Stream.runForEach(network.returns, () => ring))
    yield* Effect.forkScoped(loop)

    /** A round now, also where automatic sync is off. */
    const trigger = Effect.zipRight(Ref.set(asked, true), ring).pipe(Effect.withSpan("SyncEngine.trigger"))

    return { connection: current, status, trigger } as const
  }),
}) {}

import { SqlClient } from "@effect/sql"
import { Clock, Duration, Effect, Ref } from "effect"
import type { StorageError } from "../../domain/errors/StorageErrors.ts"
import type { QueryKey } from "../../domain/QueryKey.ts"
import { type Hello, protocolVersion, type Welcome } from "../../domain/sync/Protocol.ts"
import type { Row } from "../../domain/sync/Row.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { Identity } from "../device/Identity.ts"
import { DeviceRepo } from "../device/DeviceRepo.ts"
import { HybridClock } from "../journal/HybridClock.ts"
import { LiveQueries } from "../live/LiveQueries.ts"
import type { CloudConnection, CloudError } from "./CloudApi.ts"
import { LocalCompaction } from "./LocalCompaction.ts"
import { othersTurn } from "../database/othersTurn.ts"
import { Outbox } from "./Outbox.ts"
import { firstPortion, nextPortion } from "./portion.ts"
import { Reconciliation } from "./Reconciliation.ts"
import { RemoteRows, type Source } from "./RemoteRows.ts"
import { SnapshotEnd } from "./SnapshotEnd.ts"
import { SyncState } from "./SyncState.ts"
import { Uploads } from "./Uploads.ts"

const timestampsOf = (rows: ReadonlyArray<Row>) => rows.flatMap(({ row }) => Object.values(row.clocks))

/** The steps of an exchange with the server. Each leaves the database as whole as it found it, wherever it is cut. */
export class SyncRounds extends Effect.Service<SyncRounds>()("openchat/SyncRounds", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const clock = yield* HybridClock
    const compaction = yield* LocalCompaction
    const devices = yield* DeviceRepo
    const live = yield* LiveQueries
    const outbox = yield* Outbox
    const rows = yield* RemoteRows
    const ending = yield* SnapshotEnd
    const reconciliation = yield* Reconciliation
    const state = yield* SyncState
    const uploads = yield* Uploads
    const { deviceId, userId } = yield* Identity

    /** One transaction, and then the queries that it touches. */
    const commit = <E, R>(change: Effect.Effect<Iterable<QueryKey>, E, R>) =>
      Effect.flatMap(withStorageErrors(sql.withTransaction(change)), live.invalidate)

    /** How many rows a transaction takes, as fast as this device proved to be. */
    const portion = yield* Ref.make(firstPortion)

    /** The rows in small transactions, the last of which also says how far this device has come. */
    const take = Effect.fnUntraced(function* (
      all: ReadonlyArray<Row>,
      arrived: Effect.Effect<void, StorageError>,
      source: Source,
      before: (chunk: ReadonlyArray<Row>) => Effect.Effect<void, StorageError> = () => Effect.void,
    ) {
      let to = 0
      do {
        const from = to
        const rowsNow = yield* portion
        to = Math.min(all.length, from + rowsNow)
        const chunk = all.slice(from, to)
        const isLast = to === all.length
        const change = commit(
          Effect.gen(function* () {
            yield* before(chunk)
            const keys = yield* rows.apply(chunk, source)
            yield* clock.observe(timestampsOf(chunk))
            if (isLast) yield* arrived
            return keys
          }),
        )
        const [took] = yield* Effect.timed(change)
        // what is left over at the end says little
        if (chunk.length === rowsNow) yield* Ref.set(portion, nextPortion(rowsNow, Duration.toMillis(took)))
        yield* othersTurn
      } while (to < all.length)
    })

    /** Introduces the device, and numbers what waits as the server expects it. */
    const greet = Effect.fn("SyncRounds.greet")(function* (cloud: CloudConnection) {
      const device = yield* Effect.flatMap(devices.byId(deviceId), Effect.orDie)
      const { id, fingerprint, name, createdAt } = device
      const { farthest } = yield* state.standing
      const hello: Hello = {
        protocol: protocolVersion,
        device: { id, fingerprint, name, createdAt },
        userId,
        place: farthest,
        acknowledged: farthest === null ? 0 : yield* outbox.acknowledged,
      }
      const welcome = yield* cloud.hello(hello)
      yield* number(welcome)
      yield* state.learnFloor(welcome.floor)
      return welcome
    })

    /** After a snapshot of a server that was restored, the numbers begin where it says. */
    const number = Effect.fnUntraced(function* ({ lastNumber }: Welcome) {
      const [first] = yield* outbox.next
      // an event that was sent without an answer may be at the server already, so it is only ever too high
      const newest = Math.max(yield* outbox.acknowledged, first === undefined ? 0 : first.number - 1)
      if (newest > lastNumber) yield* outbox.renumber(lastNumber + 1)
    })

    /** Fetches what changed since, until there is no more. */
    const pull = Effect.fn("SyncRounds.pull")(function* (cloud: CloudConnection) {
      for (;;) {
        const { place } = yield* state.standing
        if (place === null) return
        const page = yield* cloud.pull({ deviceId, place })
        if (page.rows.length > 0) yield* state.setOut(page.place)
        yield* take(page.rows, state.arrive(page.place), "changes")
        if (!page.hasMore) return
      }
    })

    /** Fetches everything, going on where an earlier attempt was cut, and again for fields that are known only now. */
    const fetch = Effect.fn("SyncRounds.fetch")(function* (
      cloud: CloudConnection,
      progress: (fetched: number) => Effect.Effect<void>,
    ) {
      const before = yield* state.standing
      if (before.place !== null && !before.outdated) return
      if (before.snapshot === null || before.outdated) yield* state.beginSnapshot(before.keepMissing)
      for (;;) {
        const { isSalvaged, keepMissing, snapshot } = yield* state.standing
        const fetched = snapshot?.fetched ?? 0
        yield* progress(fetched)
        const page = yield* cloud.snapshot({ deviceId, after: snapshot?.after ?? null })
        const { next } = page
        if (next === null) {
          yield* commit(ending.finish(page.place, keepMissing, yield* ending.missing))
          return
        }
        yield* take(
          page.rows,
          Effect.zipRight(ending.note(page.rows), state.continueSnapshot(next, fetched + page.rows.length)),
          "snapshot",
          keepMissing || isSalvaged ? reconciliation.reconcile : undefined,
        )
      }
    })

    /** Only with everything pulled: then nothing that the server still has lies below its floor. */
    const compact = Effect.gen(function* () {
      const { compacted, floor } = yield* state.floors
      if (floor <= compacted) return
      yield* live.invalidate(yield* compaction.run(floor))
      yield* state.compactedTo(floor)
    })

    /** Two at once could forget by the floor of one what the other has not yet fetched. */
    const alone = yield* Effect.makeSemaphore(1)

    /**
     * S6: after it, device and server hold equal rows, unless somebody wrote meanwhile. A push that fails does not keep
     * the pull from running (S5).
     */
    const round = Effect.fn("SyncRounds.round")(function* (
      cloud: CloudConnection,
      progress: (fetched: number) => Effect.Effect<void> = () => Effect.void,
    ): Effect.fn.Return<void, CloudError | StorageError> {
      yield* fetch(cloud, progress)
      const { place } = yield* state.standing
      if (place === null) return
      const pushed = yield* Effect.exit(uploads.push(cloud, place.epoch))
      yield* Effect.catchTag(pull(cloud), "MustResnapshot", () =>
        Effect.zipRight(state.beginSnapshot(false), fetch(cloud, progress)),
      )
      yield* pushed
      yield* compact
      yield* state.synced(yield* Clock.currentTimeMillis)
    }, alone.withPermits(1))

    return { greet, push: uploads.push, round } as const
  }),
}) {}

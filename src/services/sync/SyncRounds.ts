import { SqlClient } from "@effect/sql"
import { Clock, Effect } from "effect"
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
import { othersTurn } from "./othersTurn.ts"
import { Outbox } from "./Outbox.ts"
import { Reconciliation } from "./Reconciliation.ts"
import { RemoteRows, type Source } from "./RemoteRows.ts"
import { SnapshotEnd } from "./SnapshotEnd.ts"
import { SyncState } from "./SyncState.ts"
import { Uploads } from "./Uploads.ts"

/** Rows of one transaction: a read that comes meanwhile waits for less than 50 ms. */
const chunkRows = 50

const chunksOf = <A>(all: ReadonlyArray<A>): ReadonlyArray<ReadonlyArray<A>> =>
  all.length === 0
    ? [[]]
    : Array.from({ length: Math.ceil(all.length / chunkRows) }, (_, index) =>
        all.slice(index * chunkRows, (index + 1) * chunkRows),
      )

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

    /** The rows in small transactions, the last of which also says how far this device has come. */
    const take = (
      all: ReadonlyArray<Row>,
      arrived: Effect.Effect<void, StorageError>,
      source: Source,
      before: (chunk: ReadonlyArray<Row>) => Effect.Effect<void, StorageError> = () => Effect.void,
    ) => {
      const chunks = chunksOf(all)
      return Effect.forEach(
        chunks,
        (chunk, index) =>
          Effect.zipRight(
            commit(
              Effect.gen(function* () {
                yield* before(chunk)
                const keys = yield* rows.apply(chunk, source)
                yield* clock.observe(timestampsOf(chunk))
                if (index === chunks.length - 1) yield* arrived
                return keys
              }),
            ),
            othersTurn,
          ),
        { discard: true },
      )
    }

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
        const { keepMissing, snapshot } = yield* state.standing
        const fetched = snapshot?.fetched ?? 0
        yield* progress(fetched)
        const page = yield* cloud.snapshot({ deviceId, after: snapshot?.after ?? null })
        const { next } = page
        if (next === null) {
          yield* commit(ending.finish(page.place, keepMissing))
          return
        }
        yield* take(
          page.rows,
          Effect.zipRight(ending.note(page.rows), state.continueSnapshot(next, fetched + page.rows.length)),
          "snapshot",
          keepMissing ? reconciliation.reconcile : undefined,
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
    })

    return { greet, push: uploads.push, round } as const
  }),
}) {}

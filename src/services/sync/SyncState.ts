import { SqlClient } from "@effect/sql"
import { Effect, Option, Schema } from "effect"
import { Millis, Version } from "../../domain/Scalars.ts"
import { Place } from "../../domain/sync/Protocol.ts"
import { rowsVersion } from "../../domain/sync/Row.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"

const Stored = Schema.Struct({
  epoch: Schema.optional(Schema.String),
  cursor: Schema.optional(Schema.NumberFromString.pipe(Schema.compose(Version))),
  mark: Schema.optional(Schema.String),
  /** Which fields this device knew when its last snapshot began; 1 where that was not noted yet. */
  rows: Schema.optionalWith(Schema.NumberFromString, { default: () => 1 }),
  /** Where a snapshot that is on its way goes on; empty at its beginning. */
  snapshot: Schema.optional(Schema.String),
  /** Rows that it has brought. */
  fetched: Schema.optional(Schema.NumberFromString),
  /** Whether what the snapshot does not bring is to be sent to the server instead of removed. */
  keep: Schema.optional(Schema.String),
  /** Whether the snapshot is of another history than the versions of the rows here. */
  otherHistory: Schema.optional(Schema.String),
  /** Whether rows here were read of a damaged file, so that changes of them which wait may be missing. */
  salvaged: Schema.optional(Schema.String),
  /** The place after a page that is being taken. */
  ahead: Schema.optional(Schema.parseJson(Place)),
  lastSyncedAt: Schema.optional(Schema.NumberFromString.pipe(Schema.compose(Millis))),
})
type Stored = typeof Stored.Type

/** Where this device stands in the history of the server. */
export interface Standing {
  /** Null until a snapshot was taken whole. */
  readonly place: Place | null
  /** The farthest place of which anything is here: a page that was cut has left some of its rows. */
  readonly farthest: Place | null
  readonly snapshot: { readonly after: string | null; readonly fetched: number } | null
  readonly keepMissing: boolean
  /** Whether rows here may differ from the server's by changes of which nothing waits. */
  readonly isSalvaged: boolean
  /** Whether rows were taken by a version that knew fewer of their fields. */
  readonly outdated: boolean
  readonly lastSyncedAt: number | null
}

const placeOf = (it: Stored): Place | null =>
  it.epoch === undefined || it.cursor === undefined
    ? null
    : { epoch: it.epoch, cursor: it.cursor, mark: it.mark ?? null }

const standingOf = (it: Stored): Standing => ({
  place: placeOf(it),
  farthest: it.ahead ?? placeOf(it),
  snapshot:
    it.snapshot === undefined
      ? null
      : { after: it.snapshot === "" ? null : it.snapshot, fetched: it.fetched ?? 0 },
  keepMissing: it.keep !== undefined,
  isSalvaged: it.salvaged !== undefined,
  outdated: it.rows < rowsVersion,
  lastSyncedAt: it.lastSyncedAt ?? null,
})

const nothing: Standing = {
  place: null,
  farthest: null,
  snapshot: null,
  keepMissing: false,
  isSalvaged: false,
  outdated: false,
  lastSyncedAt: null,
}

/** The farthest place that a device knew, by what was read of its state; null where the rows are of another history. */
export const farthestIn = (state: Readonly<Record<string, string>>): Place | null =>
  Option.match(Schema.decodeUnknownOption(Stored)(state), {
    onNone: () => null,
    onSome: (it) => (it.otherHistory === undefined ? standingOf(it).farthest : null),
  })

/** What the device remembers of the server, in the same database as the rows, so that both change together. */
export class SyncState extends Effect.Service<SyncState>()("openchat/SyncState", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient

    const standing = Effect.gen(function* () {
      const rows = yield* sql<{ name: string; value: string }>`SELECT name, value FROM sync_state`
      const decoded = Schema.decodeUnknownOption(Stored)(
        Object.fromEntries(rows.map(({ name, value }) => [name, value])),
      )
      return Option.match(decoded, { onNone: () => nothing, onSome: standingOf })
    }).pipe(withStorageErrors, Effect.withSpan("SyncState.standing"))

    const put = (name: keyof Stored | "floor" | "compacted", value: string | null) =>
      value === null
        ? sql`DELETE FROM sync_state WHERE name = ${name}`
        : sql`INSERT INTO sync_state ${sql.insert({ name, value })}
              ON CONFLICT (name) DO UPDATE SET value = excluded.value`

    /** Before the first rows of a page are taken. */
    const setOut = (place: Place) => withStorageErrors(put("ahead", JSON.stringify(place)))

    /** In the transaction that applied what lies before the place. */
    const arrive = Effect.fn("SyncState.arrive")(function* ({ cursor, epoch, mark }: Place) {
      yield* put("epoch", epoch)
      yield* put("cursor", String(cursor))
      yield* put("mark", mark)
      yield* put("ahead", null)
    }, withStorageErrors)

    /**
     * The rows here were read of a damaged file of a device that had come as far: a server that does not know the place is
     * another one, and one that does says all that it has.
     */
    const goOnFrom = Effect.fn("SyncState.goOnFrom")(function* (place: Place) {
      yield* put("ahead", JSON.stringify(place))
      yield* put("salvaged", "1")
    }, withStorageErrors)

    /** From now on nothing is known, until a snapshot has been taken. */
    const beginSnapshot = Effect.fn("SyncState.beginSnapshot")(
      function* (keepMissing: boolean) {
        yield* put("epoch", null)
        yield* put("cursor", null)
        yield* put("mark", null)
        yield* put("ahead", null)
        yield* put("rows", String(rowsVersion))
        yield* put("snapshot", "")
        yield* put("fetched", "0")
        yield* put("keep", keepMissing ? "1" : null)
        yield* sql`DELETE FROM snapshot_row`
      },
      sql.withTransaction,
      withStorageErrors,
    )

    /**
     * S9: the server is another one than it was, and the person chose to go on with it. Of its history nothing has been
     * seen, whatever the versions of the former one were.
     *
     * @param keep whether what the snapshot does not bring is to be sent to the server
     */
    const acceptServer = Effect.fn("SyncState.acceptServer")(
      function* (keep: boolean) {
        yield* beginSnapshot(keep)
        yield* put("otherHistory", "1")
      },
      sql.withTransaction,
      withStorageErrors,
    )

    const continueSnapshot = Effect.fn("SyncState.continueSnapshot")(function* (
      after: string,
      fetched: number,
    ) {
      yield* put("snapshot", after)
      yield* put("fetched", String(fetched))
    }, withStorageErrors)

    const endSnapshot = Effect.fn("SyncState.endSnapshot")(function* (place: Place) {
      // also what was written since the snapshot began; of this person: another one on the device has another history
      yield* sql`UPDATE sync_event SET base_version = 0
        WHERE synced = 0 AND user_id = (SELECT value FROM sync_state WHERE name = 'userId')
          AND EXISTS (SELECT 1 FROM sync_state WHERE name = 'otherHistory')`
      yield* put("otherHistory", null)
      yield* put("snapshot", null)
      yield* put("fetched", null)
      yield* put("keep", null)
      yield* put("salvaged", null)
      yield* sql`DELETE FROM snapshot_row`
      yield* arrive(place)
    }, withStorageErrors)

    /** The server's floor, and up to where this device has forgotten what lies below it. */
    const floors = Effect.gen(function* () {
      const rows = yield* sql<{ name: string; value: string }>`
        SELECT name, value FROM sync_state WHERE name IN ('floor', 'compacted')`
      const valueOf = (wanted: string) => Number(rows.find(({ name }) => name === wanted)?.value ?? 0)
      return { floor: valueOf("floor"), compacted: valueOf("compacted") }
    }).pipe(withStorageErrors)

    const learnFloor = (floor: number) => withStorageErrors(put("floor", String(floor)))
    const compactedTo = (floor: number) => withStorageErrors(put("compacted", String(floor)))

    const synced = (at: number) => withStorageErrors(put("lastSyncedAt", String(at)))

    return {
      standing,
      setOut,
      goOnFrom,
      arrive,
      beginSnapshot,
      continueSnapshot,
      endSnapshot,
      synced,
      acceptServer,
      floors,
      learnFloor,
      compactedTo,
    } as const
  }),
}) {}

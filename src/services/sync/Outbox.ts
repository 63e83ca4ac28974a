import { SqlClient, type SqlError } from "@effect/sql"
import { Effect, Schema } from "effect"
import { InvalidInput } from "../../domain/errors/InputErrors.ts"
import { DeviceId } from "../../domain/Ids.ts"
import { Mutation } from "../../domain/Mutation.ts"
import type { SyncEvent } from "../../domain/SyncEvent.ts"
import { batchBytes, batchEvents, type EventOutcome, type PushedEvent } from "../../domain/sync/Protocol.ts"
import { utf8Bytes } from "../../domain/Text.ts"
import { formatTimestamp, parseTimestamp } from "../../domain/Timestamp.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { Identity } from "../device/Identity.ts"
import { nextDeviceId, Nanoid } from "../Nanoid.ts"
import { SyncEventRepo } from "../journal/SyncEventRepo.ts"

const asJson = Schema.decodeUnknown(Schema.parseJson())
const asMutation = Schema.decodeUnknown(Schema.parseJson(Mutation))

/** The changes that wait for the server. */
export class Outbox extends Effect.Service<Outbox>()("openchat/Outbox", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const events = yield* SyncEventRepo
    const nanoid = yield* Nanoid
    const { deviceId, userId } = yield* Identity

    const pushed = Effect.fnUntraced(function* (event: SyncEvent) {
      const { baseVersion, id, number, replaced, timestamp } = event
      const mutation = yield* Effect.orDie(asJson(event.data))
      const it: PushedEvent = { id, number, timestamp, baseVersion, replaced, mutation }
      return it
    })

    /**
     * S2: the oldest that wait, in order, as many as one push takes: their JSON has at most `batchBytes` bytes, unless
     * it is a single one.
     *
     * @param most how many at most
     */
    const nextUpTo = Effect.fn("Outbox.nextUpTo")(function* (most: number) {
      const batch: Array<PushedEvent> = []
      let left = batchBytes
      for (const event of yield* events.pending(deviceId, 0, most)) {
        // a gap would end the batch at the server
        if (event.number !== (batch[0]?.number ?? event.number) + batch.length) break
        const next = yield* pushed(event)
        left -= utf8Bytes(JSON.stringify(next))
        if (batch.length > 0 && left < 0) break
        batch.push(next)
      }
      return batch
    })

    const next = nextUpTo(batchEvents)

    /** The mutations that wait for one of the rows, oldest first, by row. */
    const overlay = Effect.fn("Outbox.overlay")(function* (entityIds: ReadonlyArray<string>) {
      const waiting = new Map<string, Array<{ readonly event: SyncEvent; readonly mutation: Mutation }>>()
      for (const event of yield* events.pendingOf(entityIds)) {
        const mutation = yield* Effect.orDie(asMutation(event.data))
        const before = waiting.get(event.entityId) ?? []
        waiting.set(event.entityId, [...before, { event, mutation }])
      }
      return waiting
    })

    /** S8: acknowledged by the server, whatever it said. */
    const acknowledge = Effect.fn("Outbox.acknowledge")(function* (outcomes: ReadonlyArray<EventOutcome>) {
      for (const { eventId, outcome, reason } of outcomes) {
        yield* sql`UPDATE sync_event SET synced = 1, outcome = ${outcome}, reason = ${reason} WHERE id = ${eventId}`
      }
    }, withStorageErrors)

    const counted = (query: Effect.Effect<ReadonlyArray<{ n: number | null }>, SqlError.SqlError>) =>
      withStorageErrors(Effect.map(query, ([row]) => row?.n ?? 0))

    const pendingCount = counted(
      sql<{ n: number }>`SELECT count(*) AS n FROM sync_event WHERE synced = 0 AND device_id = ${deviceId}`,
    )

    const refusedCount = counted(
      sql<{ n: number }>`SELECT count(*) AS n FROM sync_event
        WHERE user_id = ${userId} AND synced = 1 AND outcome = 'refused'`,
    )

    /** The number of the newest event that the server acknowledged. */
    const acknowledged = counted(
      sql<{ n: number | null }>`SELECT coalesce(
        (SELECT max(number) FROM sync_event WHERE device_id = ${deviceId} AND synced = 1),
        (SELECT last_number FROM device WHERE id = ${deviceId})) AS n`,
    )

    const waitingInOrder = sql<{ id: string; number: number }>`
      SELECT id, number FROM sync_event WHERE synced = 0 AND device_id = ${deviceId} ORDER BY number`

    /** Before they get other numbers, as two events never have the same. */
    const outOfTheWay = sql`UPDATE sync_event SET number = -number WHERE synced = 0 AND device_id = ${deviceId}`

    const numberFrom = (first: number, rows: ReadonlyArray<{ readonly id: string }>) =>
      Effect.forEach(
        rows,
        ({ id }, index) => sql`UPDATE sync_event SET number = ${first + index} WHERE id = ${id}`,
        { discard: true },
      )

    /**
     * The server expects another number: what waits is numbered anew from there. Safe, since an event that it already
     * has is known by its id.
     */
    const renumber = Effect.fn("Outbox.renumber")(
      function* (expected: number) {
        const rows = yield* waitingInOrder
        yield* outOfTheWay
        // a server that was restored has forgotten these numbers: they belong to a history that is over
        const former = yield* Effect.provideService(nextDeviceId, Nanoid, nanoid)
        yield* sql`UPDATE sync_event SET device_id = ${former}
                   WHERE synced = 1 AND device_id = ${deviceId} AND number >= ${expected}`
        yield* sql`UPDATE device SET last_number = ${expected - 1}
                   WHERE id = ${deviceId} AND last_number >= ${expected}`
        yield* numberFrom(expected, rows)
      },
      sql.withTransaction,
      withStorageErrors,
    )

    /** S9: sends these before everything else that waits, which may follow what they make. */
    const bringForward = Effect.fn("Outbox.bringForward")(function* (ids: ReadonlySet<string>) {
      const rows = yield* waitingInOrder
      const first = rows[0]?.number ?? 1
      yield* outOfTheWay
      yield* numberFrom(first, [
        ...rows.filter(({ id }) => ids.has(id)),
        ...rows.filter(({ id }) => !ids.has(id)),
      ])
    }, withStorageErrors)

    /** The number of the newest event of this device, whether it waits or not. */
    const newest = counted(
      sql<{ n: number | null }>`SELECT max(number) AS n FROM sync_event WHERE device_id = ${deviceId}`,
    )

    /**
     * S2: what waits is numbered without gaps again, after some of it was erased. Upwards: a number that was used once may
     * be known to a server and is never given to something else. A server that expects a lower one says so.
     *
     * @param last the newest number that was ever used
     */
    const closeGaps = Effect.fn("Outbox.closeGaps")(
      function* (last: number) {
        yield* outOfTheWay
        yield* sql`UPDATE sync_event SET number = ${last} + 1 - w.place
          FROM (SELECT row_id, row_number() OVER (ORDER BY number) AS place FROM sync_event
            WHERE synced = 0 AND device_id = ${deviceId}) w
          WHERE w.row_id = sync_event.row_id`
      },
      sql.withTransaction,
      withStorageErrors,
    )

    /**
     * This device's clock was fast: what waits is stamped as if it had been right.
     *
     * @param offset milliseconds by which it was ahead
     */
    const restamp = Effect.fn("Outbox.restamp")(
      function* (offset: number) {
        for (const { id, timestamp } of yield* events.pending(deviceId, 0, Number.MAX_SAFE_INTEGER)) {
          const { counter, device, millis } = parseTimestamp(timestamp)
          const corrected = { millis: Math.max(0, millis - offset), counter }
          const stamp = formatTimestamp(corrected, DeviceId.make(device))
          yield* sql`UPDATE sync_event SET "timestamp" = ${stamp} WHERE id = ${id}`
        }
      },
      sql.withTransaction,
      withStorageErrors,
    )

    /** Those that the server will never take, for the person to look at. */
    const refused = (limit: number) => events.refused(userId, limit)

    /** The person has seen it and gives it up. */
    const discard = Effect.fn("Outbox.discard")(function* (id: string) {
      yield* sql`UPDATE sync_event SET outcome = 'duplicate' WHERE id = ${id} AND outcome = 'refused'`
    }, withStorageErrors)

    return {
      next,
      nextUpTo,
      overlay,
      acknowledge,
      pendingCount,
      refusedCount,
      acknowledged,
      bringForward,
      newest,
      closeGaps,
      renumber,
      restamp,
      refused,
      discard,
    } as const
  }),
}) {}

/** A refused change, as text that the person can bring back. */
export const textOf = Effect.fn("Outbox.textOf")(function* (event: SyncEvent) {
  const mutation = yield* Effect.mapError(
    asMutation(event.data),
    () =>
      new InvalidInput({ issues: [{ path: "data", problem: "is not a change that this version knows" }] }),
  )
  if (mutation._tag === "AddMessage") return mutation.content
  if (mutation._tag === "CreateChat") return mutation.title
  return "patch" in mutation ? JSON.stringify(mutation.patch) : mutation._tag
})

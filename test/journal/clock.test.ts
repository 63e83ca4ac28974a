import { assert, it, layer } from "@effect/vitest"
import { SqlClient } from "@effect/sql"
import { Effect, FastCheck, Option, TestClock } from "effect"
import { formatTimestamp, parseTimestamp } from "../../src/domain/Timestamp.ts"
import { ChatRepo } from "../../src/services/chat/ChatRepo.ts"
import { Mutations } from "../../src/services/chat/Mutations.ts"
import { Identity } from "../../src/services/device/Identity.ts"
import { HybridClock } from "../../src/services/journal/HybridClock.ts"
import { SyncEventRepo } from "../../src/services/journal/SyncEventRepo.ts"
import { chatIdOf, eventIdOf } from "../support/ids.ts"
import { Platform, reopened, TestApp } from "../support/platform.ts"
import { wipe } from "../support/tables.ts"

const year = 365 * 24 * 3_600_000

const now = Effect.flatMap(HybridClock, (it) => it.now)

const createChat = (n: number) =>
  Effect.flatMap(Mutations, (it) =>
    it.apply([{ _tag: "CreateChat", eventId: eventIdOf(n), chatId: chatIdOf(n), title: "Chat" }]),
  )

it.effect("H1: a device's clock goes on after an opening, though the wall clock went back a year", () =>
  Effect.gen(function* () {
    yield* TestClock.setTime(40 * year)
    yield* reopened(createChat(1))
    const [newest] = yield* reopened(Effect.flatMap(SyncEventRepo, (it) => it.newest(1)))
    if (newest === undefined) return assert.fail("there is no event")
    assert.strictEqual(parseTimestamp(newest.timestamp).millis, 40 * year)
    yield* TestClock.setTime(39 * year)
    assert.isAbove((yield* reopened(now)).localeCompare(newest.timestamp), 0)
    yield* reopened(createChat(2))
    const events = yield* reopened(Effect.flatMap(SyncEventRepo, (it) => it.newest(2)))
    assert.isTrue(
      events.every(({ timestamp }, index) => index === 0 || timestamp < (events[0]?.timestamp ?? "")),
    )
  }).pipe(Effect.provide(Platform)),
)

layer(TestApp)("a device's clock", (it) => {
  it.effect.prop(
    "H1: gives greater readings whatever the wall clock does",
    [FastCheck.array(FastCheck.integer({ min: 0, max: 60 * year }), { minLength: 2, maxLength: 30 })],
    ([walls]) =>
      Effect.gen(function* () {
        const readings = yield* Effect.forEach(walls, (wall) => Effect.zipRight(TestClock.setTime(wall), now))
        assert.deepStrictEqual(readings, readings.toSorted())
        assert.strictEqual(new Set(readings).size, readings.length)
      }),
    { fastCheck: { numRuns: 50 } },
  )

  it.effect("gives different readings to fibers that read at once", () =>
    Effect.gen(function* () {
      const readings = yield* Effect.all(
        Array.from({ length: 200 }, () => now),
        { concurrency: "unbounded" },
      )
      assert.strictEqual(new Set(readings).size, 200)
    }),
  )

  it.effect(
    "the field that a mutation changes carries the reading of its event, the others keep theirs",
    () =>
      Effect.gen(function* () {
        yield* wipe
        const mutations = yield* Mutations
        const chatId = chatIdOf(1)
        yield* createChat(1)
        yield* mutations.apply([
          { _tag: "UpdateChat", eventId: eventIdOf(2), chatId, patch: { title: "New" } },
        ])
        yield* mutations.apply([
          { _tag: "UpdateChat", eventId: eventIdOf(3), chatId, patch: { pinned: true, folder: "F" } },
        ])
        yield* mutations.apply([{ _tag: "DeleteChat", eventId: eventIdOf(4), chatId }])
        const chat = Option.getOrThrow(yield* Effect.flatMap(ChatRepo, (it) => it.byId(chatId)))
        const timestamps = (yield* Effect.flatMap(SyncEventRepo, (it) => it.newest(4)))
          .toReversed()
          .map(({ timestamp }) => timestamp)
        assert.deepStrictEqual(
          Object.entries(chat.clocks).toSorted(([a], [b]) => a.localeCompare(b)),
          [
            ["deletedAt", timestamps[3]],
            ["folder", timestamps[2]],
            ["pinned", timestamps[2]],
            ["title", timestamps[1]],
          ],
        )
      }),
  )

  it.effect("carries the device's own id", () =>
    Effect.gen(function* () {
      const { deviceId } = yield* Identity
      const reading = yield* now
      assert.strictEqual(parseTimestamp(reading).device, deviceId)
      assert.strictEqual(formatTimestamp(parseTimestamp(reading), deviceId), reading)
    }),
  )
})

it.effect("numbers go on after an opening, and after every event was pruned", () =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const numbers = Effect.map(
      sql<{ number: number }>`SELECT number FROM sync_event ORDER BY number`,
      (rows) => rows.map(({ number }) => number),
    )
    yield* reopened(createChat(1))
    yield* reopened(createChat(2))
    assert.deepStrictEqual(yield* numbers, [1, 2])
    yield* sql`UPDATE device SET last_number = 2`
    yield* sql`DELETE FROM sync_event`
    yield* reopened(createChat(3))
    assert.deepStrictEqual(yield* numbers, [3])
  }).pipe(Effect.provide(Platform)),
)

import { assert, layer } from "@effect/vitest"
import { SqlClient } from "@effect/sql"
import { Effect, FastCheck, TestClock } from "effect"
import type { MutationInput } from "../../src/domain/Mutation.ts"
import { Mutations } from "../../src/services/chat/Mutations.ts"
import { Integrity } from "../../src/services/debug/Integrity.ts"
import { Identity } from "../../src/services/device/Identity.ts"
import { history, mutationsOf } from "../support/histories.ts"
import { chatIdOf, eventIdOf, messageIdOf } from "../support/ids.ts"
import { TestApp } from "../support/platform.ts"
import { count, dump, wipe } from "../support/tables.ts"

const unknown = chatIdOf(999_999)
const lost = messageIdOf(999_999)

/** A mutation that is refused for each of the reasons there are. */
const refused = FastCheck.constantFrom<Array<MutationInput>>(
  { _tag: "UpdateChat", eventId: eventIdOf(900_001), chatId: unknown, patch: { title: "x" } },
  { _tag: "DeleteChat", eventId: eventIdOf(900_002), chatId: unknown },
  {
    _tag: "AddMessage",
    eventId: eventIdOf(900_003),
    chatId: unknown,
    messageId: lost,
    role: "user",
    content: "x",
  },
  { _tag: "DeleteMessage", eventId: eventIdOf(900_004), chatId: unknown, messageId: lost },
  { _tag: "CreateChat", eventId: eventIdOf(900_005), chatId: unknown, title: "" },
  { _tag: "UpdateUser", eventId: eventIdOf(900_006), userId: unknown, patch: { name: "x" } },
)

/** The last insert of a batch fails, after every row was written. */
const refuseEvents = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`CREATE TRIGGER refuse BEFORE INSERT ON sync_event BEGIN SELECT raise(ABORT, 'refused'); END`
})

layer(TestApp)("a batch", (it) => {
  it.effect.prop(
    "S1: one refused mutation at any place of a batch leaves every table as it was",
    [history, history, refused, FastCheck.nat()],
    ([before, after, broken, place]) =>
      Effect.gen(function* () {
        yield* wipe
        const mutations = yield* Mutations
        const who = yield* Identity
        const all = mutationsOf([...before, ...after], who)
        const first = all.slice(0, before.length)
        yield* mutations.apply(first)
        const rest = all.slice(before.length)
        const earlier = yield* dump
        yield* TestClock.adjust("1 second")
        const failure = yield* Effect.flip(
          mutations.apply(rest.toSpliced(place % (rest.length + 1), 0, broken)),
        )
        assert.include(["NotFound", "InvalidInput"], failure._tag)
        assert.deepStrictEqual(yield* dump, earlier)
      }),
    { fastCheck: { numRuns: 40 } },
  )

  it.effect.prop(
    "S1: rows go with the events that cannot be written",
    [history, history],
    ([before, after]) =>
      Effect.gen(function* () {
        yield* wipe
        const sql = yield* SqlClient.SqlClient
        const mutations = yield* Mutations
        const all = mutationsOf([...before, ...after], yield* Identity)
        yield* mutations.apply(all.slice(0, before.length))
        const rest = all.slice(before.length)
        if (rest.length === 0) return
        const earlier = yield* dump
        yield* TestClock.adjust("1 second")
        yield* refuseEvents
        yield* Effect.flip(mutations.apply(rest))
        yield* sql`DROP TRIGGER refuse`
        assert.deepStrictEqual(yield* dump, earlier)
        yield* mutations.apply(rest)
        assert.strictEqual(yield* count("sync_event"), all.length)
      }),
    { fastCheck: { numRuns: 20 } },
  )

  it.effect.prop(
    "S2: events are numbered from 1 without gaps, in the order of the mutations, whatever failed between them",
    [history, FastCheck.array(FastCheck.boolean(), { minLength: 1, maxLength: 24 }), refused],
    ([steps, failing, broken]) =>
      Effect.gen(function* () {
        yield* wipe
        const sql = yield* SqlClient.SqlClient
        const mutations = yield* Mutations
        const all = mutationsOf(steps, yield* Identity)
        for (const [index, mutation] of all.entries()) {
          if (failing[index % failing.length] === true)
            yield* Effect.flip(mutations.apply([mutation, broken]))
          yield* mutations.apply([mutation])
          yield* TestClock.adjust("1 milli")
        }
        const events = yield* sql<{ id: string; number: number; timestamp: string }>`
          SELECT id, number, timestamp FROM sync_event ORDER BY number`
        assert.deepStrictEqual(
          events.map(({ number }) => number),
          all.map((_, index) => index + 1),
        )
        assert.deepStrictEqual(
          events.map(({ id }) => id),
          all.map(({ eventId }) => eventId),
        )
        const timestamps = events.map(({ timestamp }) => timestamp)
        assert.deepStrictEqual(timestamps, timestamps.toSorted())
        assert.strictEqual(new Set(timestamps).size, timestamps.length)
      }),
    { fastCheck: { numRuns: 30 } },
  )

  it.effect.prop(
    "every history leaves a database without a problem",
    [history],
    ([steps]) =>
      Effect.gen(function* () {
        yield* wipe
        yield* Effect.flatMap(Mutations, (it) =>
          Effect.flatMap(Identity, (who) => it.apply(mutationsOf(steps, who))),
        )
        const { problems } = yield* Effect.flatMap(Integrity, (it) => it.check)
        assert.deepStrictEqual(problems, [])
      }),
    { fastCheck: { numRuns: 40 } },
  )
})

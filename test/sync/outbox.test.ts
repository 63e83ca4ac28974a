import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { PayloadTooLarge } from "../../src/domain/errors/InputErrors.ts"
import { Offline } from "../../src/domain/errors/SyncErrors.ts"
import { batchBytes } from "../../src/domain/sync/Protocol.ts"
import { maxContentBytes } from "../../src/domain/Text.ts"
import { HybridClock } from "../../src/services/journal/HybridClock.ts"
import type { CloudConnection } from "../../src/services/sync/CloudApi.ts"
import { Outbox, textOf } from "../../src/services/sync/Outbox.ts"
import { millisOf } from "../../src/domain/Timestamp.ts"
import type { Device, Server } from "../simulation/actors.ts"
import {
  addMessage,
  apply,
  areEqual,
  ben,
  changeChat,
  connect,
  createChat,
  day,
  makeWorld,
  pass,
  rows,
  settle,
  startServer,
  startSignedIn,
  sync,
  values,
  writeMessage,
} from "./exchange.ts"

const started = Effect.gen(function* () {
  const world = makeWorld()
  const server = yield* startServer(world)
  const [a, b] = [yield* startSignedIn(world), yield* startSignedIn(world)]
  return { world, server, cloud: connect(server), a, b }
})

const lost = new Offline({ detail: "lost" })

const waiting = (device: Device) => device.run(Effect.flatMap(Outbox, (it) => it.pendingCount))
const refusedCount = (device: Device) => device.run(Effect.flatMap(Outbox, (it) => it.refusedCount))
/** What a person is shown of what was refused, newest first. */
const refused = (device: Device) =>
  device.run(
    Effect.flatMap(Outbox, (it) =>
      Effect.flatMap(it.refused(9), (events) =>
        Effect.forEach(events, (event) => Effect.map(textOf(event), (text) => [text, event.reason])),
      ),
    ),
  )

const numbers = (of: Server | Device) => values(of, "SELECT number FROM sync_event ORDER BY number")

/** Everything that a server keeps, but for when somebody was last there. */
const everything = (server: Server) =>
  Effect.forEach(["chat", "message", "conflict", "change", "space", "sync_event", `"user"`], (table) =>
    rows(server, `SELECT * FROM ${table}`),
  )

/** Takes every push, and says so to nobody the first few times. */
const silent = (cloud: CloudConnection, times: number): CloudConnection => {
  let left = times
  return {
    ...cloud,
    push: (push) =>
      Effect.filterOrFail(
        cloud.push(push),
        () => left-- <= 0,
        () => lost,
      ),
  }
}

it.scoped("S3: what was taken without an answer is sent again and changes nothing", () =>
  Effect.gen(function* () {
    const { a, b, cloud, server, world } = yield* started
    yield* apply(a, createChat(0), addMessage(0, "One"))
    yield* settle(cloud, a, b)
    yield* apply(b, changeChat(0, { title: "Elsewhere" }))
    yield* sync(b, cloud)
    yield* pass(world)
    yield* apply(a, changeChat(0, { title: "Here" }), writeMessage(0, "Two"), addMessage(1, "Three"))
    yield* Effect.flip(sync(a, silent(cloud, 1)))
    const before = yield* everything(server)
    assert.strictEqual(yield* waiting(a), 3)
    yield* pass(world)
    yield* sync(a, cloud)
    assert.deepStrictEqual(yield* everything(server), before)
    assert.strictEqual(yield* waiting(a), 0)
    // and the second answer was the first: the conflict is known here too
    assert.deepStrictEqual(yield* values(a, "SELECT outcome FROM sync_event ORDER BY number DESC LIMIT 3"), [
      "applied",
      "applied",
      "merged",
    ])
    yield* settle(cloud, a, b)
    yield* areEqual(server, a, b)
  }),
)

it.scoped("S3: what was taken without an answer is known among newer changes, again and again", () =>
  Effect.gen(function* () {
    const { a, cloud, server, world } = yield* started
    yield* apply(a, createChat(0), addMessage(0, "0"))
    const unheard = silent(cloud, 3)
    for (let n = 1; n <= 3; n++) {
      yield* Effect.flip(sync(a, unheard))
      yield* pass(world)
      yield* apply(a, addMessage(n, `${n}`))
    }
    yield* sync(a, unheard)
    assert.deepStrictEqual(yield* values(server, "SELECT content FROM message ORDER BY content"), [
      "0",
      "1",
      "2",
      "3",
    ])
    assert.deepStrictEqual(yield* numbers(server), [1, 2, 3, 4, 5])
    assert.deepStrictEqual(yield* values(server, "SELECT DISTINCT outcome FROM sync_event"), ["applied"])
    yield* areEqual(server, a)
  }),
)

it.scoped("S2: what waits arrives in order and once, however many pushes it takes", () =>
  Effect.gen(function* () {
    const { a, b, cloud, server } = yield* started
    const long = "x".repeat(400_000)
    yield* apply(a, createChat(0), ...Array.from({ length: 5 }, (_, n) => addMessage(n, `${n}${long}`)))
    yield* apply(a, ...Array.from({ length: 620 }, (_, n) => changeChat(0, { title: `Title ${n}` })))
    let pushes = 0
    const counted: CloudConnection = {
      ...cloud,
      push: (push) => Effect.suspend(() => ((pushes += 1), cloud.push(push))),
    }
    yield* sync(a, counted)
    assert.isAbove(pushes, 3)
    assert.deepStrictEqual(
      yield* numbers(server),
      Array.from({ length: 626 }, (_, n) => n + 1),
    )
    assert.deepStrictEqual(yield* values(server, "SELECT title FROM chat"), ["Title 619"])
    yield* sync(b, cloud)
    yield* areEqual(server, a, b)
  }),
)

it.scoped(
  "S4: a refused change is kept with its reason and its text, and does not hold up the next one",
  () =>
    Effect.gen(function* () {
      const { a, cloud, server, world } = yield* started
      // the id is somebody else's: nobody can help that any more
      const bens = yield* startSignedIn(world, ben)
      yield* apply(bens, createChat(0, "Ben's"))
      yield* sync(bens, connect(server, ben))

      yield* apply(a, createChat(0, "Mine"), addMessage(0, "A long text"), createChat(1, "Fine"))
      yield* sync(a, cloud)
      assert.deepStrictEqual(yield* refused(a), [
        ["A long text", "there is no such chat"],
        ["Mine", "its id is taken"],
      ])
      assert.deepStrictEqual([yield* waiting(a), yield* refusedCount(a)], [0, 2])
      // S6: it is not shown as if it were saved
      assert.deepStrictEqual(yield* values(a, "SELECT title FROM chat"), ["Fine"])
      assert.deepStrictEqual(yield* values(a, "SELECT content FROM message"), [])
      assert.deepStrictEqual(yield* values(server, "SELECT title FROM chat ORDER BY title"), [
        "Ben's",
        "Fine",
      ])

      const [event] = yield* a.run(Effect.flatMap(Outbox, (it) => it.refused(1)))
      yield* a.run(Effect.flatMap(Outbox, (it) => it.discard(event?.id ?? "")))
      assert.deepStrictEqual(yield* refused(a), [["Mine", "its id is taken"]])
      yield* sync(a, cloud)
      assert.strictEqual(yield* refusedCount(a), 1)
    }),
)

/** As a server that is older than the device, or stricter: it cannot read one of the changes. */
const misreading = (cloud: CloudConnection, wrong: (mutation: object) => object): CloudConnection => ({
  ...cloud,
  push: (push) =>
    cloud.push({
      ...push,
      events: push.events.map((event) =>
        typeof event.mutation === "object" && event.mutation !== null
          ? { ...event, mutation: wrong(event.mutation) }
          : event,
      ),
    }),
})

it.scoped(
  "S4, S6: a change that the server cannot read is refused alone, and the row is what the server has",
  () =>
    Effect.gen(function* () {
      const { a, cloud, server } = yield* started
      yield* apply(a, createChat(0, "Chat"), addMessage(0, "Hello"))
      yield* sync(a, cloud)
      yield* apply(
        a,
        changeChat(0, { title: "Unreadable" }),
        writeMessage(0, "Unreadable too"),
        createChat(1, "Next"),
      )
      const older = misreading(cloud, (mutation) =>
        "patch" in mutation ? { ...mutation, _tag: "FromTheFuture" } : mutation,
      )
      yield* sync(a, older)
      assert.deepStrictEqual(yield* values(server, "SELECT title FROM chat ORDER BY title"), ["Chat", "Next"])
      assert.deepStrictEqual(
        (yield* refused(a)).map(([text]) => text),
        [`{"content":"Unreadable too"}`, `{"title":"Unreadable"}`],
      )
      assert.strictEqual(yield* waiting(a), 0)
      yield* areEqual(server, a)
    }),
)

/** A server that takes no more than so many bytes at once, and the sizes of what it took. */
const narrow = (cloud: CloudConnection, limit: number) => {
  const taken: Array<number> = []
  const connection: CloudConnection = {
    ...cloud,
    push: (push) => {
      const bytes = Buffer.byteLength(JSON.stringify(push))
      if (bytes > limit) return Effect.fail(new PayloadTooLarge({ bytes, limit }))
      taken.push(push.events.length)
      return cloud.push(push)
    },
  }
  return { connection, taken }
}

it.scoped("S4: what is larger than the server takes goes in smaller parts, and alone at last", () =>
  Effect.gen(function* () {
    const { a, cloud, server } = yield* started
    yield* apply(a, createChat(0), ...Array.from({ length: 20 }, (_, n) => addMessage(n, "x".repeat(1_000))))
    const { connection, taken } = narrow(cloud, 4_000)
    yield* sync(a, connection)
    assert.isAbove(Math.max(...taken), 1)
    assert.strictEqual(yield* waiting(a), 0)
    assert.deepStrictEqual(yield* values(server, "SELECT DISTINCT outcome FROM sync_event"), ["applied"])
    yield* areEqual(server, a)
  }),
)

it.scoped("S4, S6: one change that is larger than the server takes is refused, and its text kept here", () =>
  Effect.gen(function* () {
    const { a, b, cloud, server } = yield* started
    yield* apply(a, createChat(0), addMessage(0, "Short"))
    yield* sync(a, cloud)
    const [long, longer] = ["long ".repeat(1_000), "longer ".repeat(1_000)]
    yield* apply(a, addMessage(1, long), writeMessage(0, longer), addMessage(2, "After", { parentId: null }))
    yield* sync(a, narrow(cloud, 4_000).connection)
    assert.deepStrictEqual(
      (yield* refused(a)).map(([text]) => text),
      [JSON.stringify({ content: longer }), long],
    )
    for (const [, reason] of yield* refused(a))
      assert.match(String(reason), /bytes, and the server takes 4000$/)
    assert.deepStrictEqual(yield* values(server, "SELECT content FROM message ORDER BY content"), [
      "After",
      "Short",
    ])
    assert.deepStrictEqual(yield* numbers(server), [1, 2, 3, 4, 5])
    yield* settle(cloud, a, b)
    yield* areEqual(server, a, b)
  }),
)

it.scoped("S2: no batch is larger in bytes than it may be, whatever its characters", () =>
  Effect.gen(function* () {
    const { a } = yield* started
    yield* apply(a, createChat(0), ...Array.from({ length: 6 }, (_, n) => addMessage(n, "€".repeat(100_000))))
    const next = yield* a.run(Effect.flatMap(Outbox, (it) => it.next))
    assert.lengthOf(next, 3)
    assert.isAtMost(Buffer.byteLength(JSON.stringify(next)), batchBytes)
  }),
)

it.scoped("S4: a text that is longer than a message may be is refused by the server, whoever sends it", () =>
  Effect.gen(function* () {
    const { a, cloud, server } = yield* started
    yield* apply(
      a,
      createChat(0),
      addMessage(0, "a"),
      addMessage(1, "b", { parentId: null }),
      writeMessage(1, "c"),
    )
    const longest = "€".repeat(Math.floor(maxContentBytes / 3))
    const swelling: CloudConnection = {
      ...cloud,
      push: (push) =>
        cloud.push({
          ...push,
          events: push.events.map((event) => ({ ...event, mutation: swollen(event.mutation, longest) })),
        }),
    }
    yield* sync(a, swelling)
    assert.deepStrictEqual(yield* values(server, "SELECT outcome FROM sync_event ORDER BY number"), [
      "applied",
      "refused",
      "applied",
      "refused",
    ])
    assert.deepStrictEqual(
      (yield* refused(a)).map(([, reason]) => reason),
      Array.from({ length: 2 }, () => "its text has 1048578 bytes, 1048576 are allowed"),
    )
    assert.deepStrictEqual(yield* values(server, "SELECT content FROM message"), [longest])
    yield* areEqual(server, a)
  }),
)

/** "a" and "c" become a character longer than what fits, and "b" as long as that. */
const swollen = (mutation: unknown, longest: string): unknown => {
  const text = JSON.stringify(mutation)
    .replace(/"content":"[ac]"/, `"content":"${longest}€"`)
    .replace('"content":"b"', `"content":"${longest}"`)
  return JSON.parse(text)
}

it.scoped("S4: an event that another device is said to have made is refused alone", () =>
  Effect.gen(function* () {
    const { a, b, cloud, server } = yield* started
    yield* sync(b, cloud)
    yield* apply(a, createChat(0), createChat(1, "Next"))
    const [other] = yield* values(b, "SELECT value FROM sync_state WHERE name = 'deviceId'")
    yield* rows(
      a,
      `UPDATE sync_event SET "timestamp" = substr("timestamp", 1, 15) || '${String(other)}' WHERE number = 1`,
    )
    yield* sync(a, cloud)
    assert.deepStrictEqual(yield* values(server, "SELECT title FROM chat"), ["Next"])
    assert.deepStrictEqual(
      (yield* refused(a)).map(([, reason]) => reason),
      ["its timestamp is of another device"],
    )
  }),
)

it.scoped("S2: a server that misses numbers is sent them again from where it stands", () =>
  Effect.gen(function* () {
    const { a, cloud, server } = yield* started
    yield* apply(a, createChat(0))
    yield* sync(a, cloud)
    yield* apply(a, createChat(1), createChat(2))
    // between the greeting and the push, as if it had been restored just then
    const cloudWithGap: CloudConnection = {
      ...cloud,
      hello: (hello) =>
        Effect.tap(cloud.hello(hello), () =>
          rows(a, "UPDATE sync_event SET number = number + 5 WHERE synced = 0").pipe(Effect.orDie),
        ),
    }
    yield* sync(a, cloudWithGap)
    assert.deepStrictEqual(yield* numbers(server), [1, 2, 3])
    assert.deepStrictEqual(yield* numbers(a), [1, 2, 3])
    yield* apply(a, createChat(3))
    yield* sync(a, cloud)
    assert.deepStrictEqual(yield* numbers(server), [1, 2, 3, 4])
    yield* areEqual(server, a)
  }),
)

const year = 365 * day

it.scoped(
  "H1: a clock that is a year ahead is corrected, and what it stamped is pushed with the server's time",
  () =>
    Effect.gen(function* () {
      const { a, b, cloud, server, world } = yield* started
      a.offset = year
      yield* apply(a, createChat(0, "From the future"), addMessage(0, "Hello"))
      yield* sync(a, cloud)
      const stamps = yield* values(server, `SELECT "timestamp" FROM sync_event`)
      assert.strictEqual(stamps.length, 2)
      for (const stamp of stamps) assert.isAtMost(Number.parseInt(String(stamp).slice(0, 9), 36), world.now)

      yield* pass(world)
      const next = yield* a.run(Effect.flatMap(HybridClock, (it) => it.now))
      assert.isAtMost(millisOf(next), world.now)
      // C3: a device that is right is not beaten by one whose clock was wrong
      yield* sync(b, cloud)
      yield* apply(a, changeChat(0, { title: "Before" }))
      yield* pass(world)
      yield* apply(b, changeChat(0, { title: "After" }))
      yield* settle(cloud, b, a)
      assert.deepStrictEqual(yield* values(server, "SELECT title FROM chat"), ["After"])
      // and it stays corrected after a restart
      yield* a.cut
      const later = yield* a.run(Effect.flatMap(HybridClock, (it) => it.now))
      assert.isAtMost(millisOf(later), world.now + 1)
      yield* areEqual(server, a, b)
    }),
)

it.scoped("H2: a clock that is a year behind writes later than what it has seen", () =>
  Effect.gen(function* () {
    const { a, b, cloud, server } = yield* started
    b.offset = -year
    yield* apply(a, createChat(0))
    yield* apply(a, changeChat(0, { title: "First" }))
    yield* settle(cloud, a, b)
    yield* apply(b, changeChat(0, { title: "Second" }))
    yield* settle(cloud, b, a)
    assert.deepStrictEqual(yield* values(a, "SELECT title FROM chat"), ["Second"])
    assert.deepStrictEqual(yield* values(server, "SELECT count(*) FROM conflict"), [0])
    yield* areEqual(server, a, b)
  }),
)

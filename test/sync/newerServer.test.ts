import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { ProtocolTooOld } from "../../src/domain/errors/SyncErrors.ts"
import { PullPage, Pushed, SnapshotPage } from "../../src/domain/sync/Protocol.ts"
import { rowsVersion } from "../../src/domain/sync/Row.ts"
import { Identity } from "../../src/services/device/Identity.ts"
import { Outbox } from "../../src/services/sync/Outbox.ts"
import type { CloudConnection } from "../../src/services/sync/CloudApi.ts"
import type { Device, Server } from "../simulation/actors.ts"
import { chatIdOf } from "../support/ids.ts"
import {
  addMessage,
  apply,
  areEqual,
  changeChat,
  connect,
  createChat,
  makeWorld,
  pass,
  rows,
  settle,
  startServer,
  startSignedIn,
  sync,
  values,
} from "./exchange.ts"

const begin = Effect.gen(function* () {
  const world = makeWorld()
  const server = yield* startServer(world)
  const [a, b] = [yield* startSignedIn(world), yield* startSignedIn(world)]
  yield* apply(a, createChat(0, "Old"), addMessage(0, "Text"), createChat(1, "Other"))
  yield* settle(connect(server), a, b)
  yield* pass(world)
  return { world, server, cloud: connect(server), a, b }
})

const waiting = (device: Device) => device.run(Effect.flatMap(Outbox, (it) => it.pendingCount))
const deviceIdOf = (device: Device) => device.run(Effect.map(Identity, ({ deviceId }) => deviceId))
const folders = (of: Server | Device) => values(of, "SELECT folder FROM chat ORDER BY id")

const asJson = Schema.parseJson(Schema.Unknown)

/** The answer as if each of its rows had come with a field that this version does not know. */
const withUnknownField = <A extends { readonly rows: ReadonlyArray<unknown> }, I>(
  schema: Schema.Schema<A, I>,
  answer: A,
) =>
  Effect.orDie(
    Effect.gen(function* () {
      if (answer.rows.length === 0) return answer
      const json = yield* Schema.encode(Schema.parseJson(schema))(answer)
      const newer = JSON.stringify(yield* Schema.decode(asJson)(json), (_, value: unknown) =>
        typeof value === "object" && value !== null && "clocks" in value
          ? { ...value, colour: "red" }
          : value,
      )
      assert.include(newer, `"colour":"red"`)
      return yield* Schema.decode(Schema.parseJson(schema))(newer)
    }),
  )

/** What a server says that is a version ahead. */
const newer = (cloud: CloudConnection): CloudConnection => ({
  ...cloud,
  pull: (request) => Effect.flatMap(cloud.pull(request), (page) => withUnknownField(PullPage, page)),
  push: (request) => Effect.flatMap(cloud.push(request), (answer) => withUnknownField(Pushed, answer)),
  snapshot: (request) =>
    Effect.flatMap(cloud.snapshot(request), (page) => withUnknownField(SnapshotPage, page)),
})

describe("a server whose rows have a field that this version does not know", () => {
  it.scoped("is understood, by new devices and by those that go on", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server, world } = yield* begin
      yield* apply(a, changeChat(0, { title: "New" }))
      yield* sync(a, newer(cloud))
      yield* sync(b, newer(cloud))
      const late = yield* startSignedIn(world)
      yield* sync(late, newer(cloud))
      yield* settle(cloud, a, b, late)
      yield* areEqual(server, a, b, late)
    }),
  )

  it.scoped("keeps the field when this version changes others of the row, as a change names no others", () =>
    Effect.gen(function* () {
      const { a, cloud, server } = yield* begin
      yield* rows(server, "ALTER TABLE chat ADD COLUMN colour TEXT")
      yield* rows(server, "UPDATE chat SET colour = 'red'")
      const sent: Array<unknown> = []
      const push: CloudConnection["push"] = (request) => {
        sent.push(...request.events.map(({ mutation }) => mutation))
        return newer(cloud).push(request)
      }
      const change = changeChat(0, { title: "New", pinned: true })
      yield* apply(a, change)
      yield* sync(a, { ...newer(cloud), push })
      assert.deepStrictEqual(sent, [change])
      assert.deepStrictEqual(yield* rows(server, "SELECT title, pinned, colour FROM chat ORDER BY id"), [
        { title: "New", pinned: 1, colour: "red" },
        { title: "Other", pinned: 0, colour: "red" },
      ])
    }),
  )
})

describe("a device after an update that knows a field more", () => {
  /** Of a field that the former version did not know nothing is here: no value, no register. */
  const updated = Effect.gen(function* () {
    const it = yield* begin
    const { a, b, cloud, world } = it
    yield* apply(a, changeChat(0, { folder: "Tea" }), changeChat(1, { folder: "Coffee" }))
    yield* settle(cloud, a, b)
    yield* rows(b, "UPDATE chat SET folder = NULL, clocks = '{}', versions = '{}'")
    yield* rows(b, `UPDATE sync_state SET value = '${rowsVersion - 1}' WHERE name = 'rows'`)
    yield* pass(world)
    return it
  })

  it.scoped("gets it for the rows that it already has", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server } = yield* updated
      yield* sync(b, cloud)
      assert.deepStrictEqual(yield* folders(b), ["Tea", "Coffee"])
      yield* areEqual(server, a, b)
    }),
  )

  it.scoped("keeps what waits meanwhile, shows it, and sends it", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server } = yield* updated
      yield* apply(b, changeChat(0, { title: "Waits" }), createChat(2, "Made here"))
      const [first] = yield* values(b, "SELECT title FROM chat WHERE version > 0 ORDER BY id")
      assert.strictEqual(first, "Waits")
      const pushed: Array<ReadonlyArray<unknown>> = []
      const push: CloudConnection["push"] = (request) => {
        pushed.push(request.events)
        return cloud.push(request)
      }
      yield* sync(b, { ...cloud, push })
      assert.deepStrictEqual(
        pushed.map((events) => events.length),
        [2],
      )
      yield* settle(cloud, a, b)
      assert.deepStrictEqual(yield* values(server, "SELECT title FROM chat ORDER BY id"), [
        "Waits",
        "Other",
        "Made here",
      ])
      assert.deepStrictEqual(yield* values(server, "SELECT count(*) FROM conflict"), [0])
      yield* areEqual(server, a, b)
    }),
  )

  it.scoped("begins a snapshot anew that the former version had begun, and reads everything once", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server } = yield* updated
      const asked: Array<string | null> = []
      const snapshot: CloudConnection["snapshot"] = (request) => {
        asked.push(request.after)
        return cloud.snapshot(request)
      }
      const half = yield* cloud.snapshot({ deviceId: yield* deviceIdOf(b), after: null })
      yield* rows(b, "DELETE FROM sync_state WHERE name IN ('cursor', 'epoch', 'mark')")
      yield* rows(b, `INSERT INTO sync_state (name, value) VALUES ('snapshot', '${half.next ?? ""}')`)
      yield* sync(b, { ...cloud, snapshot })
      assert.isNull(asked[0])
      const pages = asked.length
      yield* sync(b, { ...cloud, snapshot })
      assert.strictEqual(asked.length, pages)
      yield* areEqual(server, a, b)
    }),
  )
})

it.scoped("a device that the server calls too old is written on, and sends it all after the update", () =>
  Effect.gen(function* () {
    const { a, b, cloud, server } = yield* begin
    const refuses: CloudConnection = {
      ...cloud,
      hello: () => Effect.fail(new ProtocolTooOld({ side: "client", spoken: 1, oldest: 2 })),
    }
    yield* apply(b, changeChat(0, { title: "Before" }))
    assert.strictEqual((yield* Effect.flip(sync(b, refuses)))._tag, "ProtocolTooOld")
    yield* apply(b, addMessage(5, "After", { chatId: chatIdOf(1) }), createChat(2, "Made too"))
    assert.strictEqual(yield* waiting(b), 3)
    // the update is a start on the same database
    yield* b.cut
    yield* settle(cloud, b, a)
    assert.deepStrictEqual(yield* values(server, "SELECT title FROM chat ORDER BY id"), [
      "Before",
      "Other",
      "Made too",
    ])
    assert.include(yield* values(server, "SELECT content FROM message"), "After")
    yield* areEqual(server, a, b)
  }),
)

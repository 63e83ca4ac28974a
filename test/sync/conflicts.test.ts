import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import type { Resolution } from "../../src/domain/Conflict.ts"
import { Offline } from "../../src/domain/errors/SyncErrors.ts"
import type { EntityType } from "../../src/domain/SyncEvent.ts"
import { Conflicts } from "../../src/services/sync/Conflicts.ts"
import type { Device, Server } from "../simulation/actors.ts"
import { chatIdOf, messageIdOf } from "../support/ids.ts"
import {
  addMessage,
  apply,
  areEqual,
  changeChat,
  connect,
  createChat,
  deleteChat,
  deleteMessage,
  makeWorld,
  nextId,
  pass,
  rows,
  settle,
  startServer,
  startSignedIn,
  sync,
  values,
  writeMessage,
} from "./exchange.ts"

/** A server and two devices that hold the same chat with one message. */
const together = Effect.gen(function* () {
  const world = makeWorld()
  const server = yield* startServer(world)
  const [a, b] = [yield* startSignedIn(world), yield* startSignedIn(world)]
  yield* apply(a, createChat(0, "Chat"), addMessage(0, "Hello"))
  yield* settle(connect(server), a, b)
  yield* pass(world)
  return { world, server, cloud: connect(server), a, b }
})

/** Both sides of every conflict, with what stood there before. */
const log = (of: Server | Device) =>
  rows(
    of,
    `SELECT entity_type, entity_id, field, json_extract(local_value, '$') AS local,
      json_extract(cloud_value, '$') AS cloud, json_extract(base_value, '$') AS base, resolution
      FROM conflict ORDER BY version`,
  )

const titleOf = (of: Server | Device) => values(of, "SELECT title FROM chat")
const contentOf = (of: Server | Device, n = 0) =>
  values(of, `SELECT content FROM message WHERE id = '${messageIdOf(n)}'`)
const isDeleted = (of: Server | Device, table: "chat" | "message") =>
  values(of, `SELECT deleted_at IS NOT NULL FROM ${table}`)
const outcomes = (of: Server | Device) =>
  values(of, "SELECT outcome FROM sync_event WHERE outcome <> 'applied' ORDER BY number")

const offline = new Offline({ detail: "lost" })

const chatRow = { entity_type: "chat", entity_id: chatIdOf(0) }
const messageRow = { entity_type: "message", entity_id: messageIdOf(0) }

/** Whichever of the two is heard first. */
const orders = ["the older first", "the later first"] as const

/** The later change is always that of `b`. */
const inOrder = <A>(order: (typeof orders)[number], a: A, b: A): readonly [A, A] =>
  order === "the older first" ? [a, b] : [b, a]

describe.each(orders)("two changes that did not know of each other, %s", (order) => {
  it.scoped("C3, S7: of two titles the most recent wins, and both are in the log", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server, world } = yield* together
      yield* apply(a, changeChat(0, { title: "Older" }))
      yield* pass(world)
      yield* apply(b, changeChat(0, { title: "Later" }))
      const [first, second] = inOrder(order, a, b)
      yield* settle(cloud, first, second)

      for (const it of [server, a, b]) {
        assert.deepStrictEqual(yield* titleOf(it), ["Later"])
        const [cloudValue, localValue] = inOrder(order, "Older", "Later")
        assert.deepStrictEqual(yield* log(it), [
          {
            ...chatRow,
            field: "title",
            local: localValue,
            cloud: cloudValue,
            base: "Chat",
            resolution: null,
          },
        ])
      }
      assert.deepStrictEqual(yield* outcomes(server), [order === "the older first" ? "merged" : "conflict"])
      yield* areEqual(server, a, b)
    }),
  )

  it.scoped("C2: changes of different fields both hold, and are no conflict", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server, world } = yield* together
      yield* apply(a, changeChat(0, { title: "New", folder: "F" }))
      yield* pass(world)
      yield* apply(b, changeChat(0, { pinned: true }))
      yield* settle(cloud, ...inOrder(order, a, b))
      assert.deepStrictEqual(yield* rows(server, "SELECT title, folder, pinned FROM chat"), [
        { title: "New", folder: "F", pinned: 1 },
      ])
      assert.deepStrictEqual(yield* log(server), [])
      yield* areEqual(server, a, b)
    }),
  )

  it.scoped("S7: a value that nobody typed is settled as it is logged", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server, world } = yield* together
      yield* apply(a, changeChat(0, { folder: "Older" }))
      yield* pass(world)
      yield* apply(b, changeChat(0, { folder: "Later" }))
      yield* settle(cloud, ...inOrder(order, a, b))
      assert.deepStrictEqual(yield* values(a, "SELECT folder FROM chat"), ["Later"])
      const [conflict] = yield* log(a)
      assert.deepInclude(conflict, { resolution: order === "the older first" ? "local" : "cloud" })
      yield* areEqual(server, a, b)
    }),
  )

  it.scoped("the same title given by both is no conflict", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server, world } = yield* together
      yield* apply(a, changeChat(0, { title: "Same" }))
      yield* pass(world)
      yield* apply(b, changeChat(0, { title: "Same" }))
      yield* settle(cloud, ...inOrder(order, a, b))
      assert.deepStrictEqual(yield* log(server), [])
      yield* areEqual(server, a, b)
    }),
  )

  it.scoped("C4, S7: of two contents of a message the server's stands, and the other is in the log", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server, world } = yield* together
      yield* apply(a, writeMessage(0, "Older"))
      yield* pass(world)
      yield* apply(b, writeMessage(0, "Later"))
      yield* settle(cloud, ...inOrder(order, a, b))
      const [stands, gaveWay] = inOrder(order, "Older", "Later")
      for (const it of [server, a, b]) {
        assert.deepStrictEqual(yield* contentOf(it), [stands])
        assert.deepStrictEqual(yield* log(it), [
          { ...messageRow, field: "content", local: gaveWay, cloud: stands, base: "Hello", resolution: null },
        ])
      }
      assert.deepStrictEqual(yield* outcomes(server), ["conflict"])
      yield* areEqual(server, a, b)
    }),
  )

  it.scoped("C1: a chat that is deleted here and renamed there is there, with the new title", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server, world } = yield* together
      yield* apply(a, deleteChat(0))
      yield* pass(world)
      yield* apply(b, changeChat(0, { title: "Still needed" }))
      yield* settle(cloud, ...inOrder(order, a, b))
      for (const it of [server, a, b]) {
        assert.deepStrictEqual(yield* isDeleted(it, "chat"), [0])
        assert.deepStrictEqual(yield* titleOf(it), ["Still needed"])
      }
      yield* areEqual(server, a, b)
    }),
  )

  it.scoped("C1: a message that is deleted here and written there is there, as it was written", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server, world } = yield* together
      yield* apply(a, deleteMessage(0))
      yield* pass(world)
      yield* apply(b, writeMessage(0, "Still needed"))
      yield* settle(cloud, ...inOrder(order, a, b))
      for (const it of [server, a, b]) {
        assert.deepStrictEqual(yield* isDeleted(it, "message"), [0])
        assert.deepStrictEqual(yield* contentOf(it), ["Still needed"])
      }
      yield* areEqual(server, a, b)
    }),
  )

  it.scoped("C1: a message that is written into a chat deleted elsewhere brings the chat back", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server, world } = yield* together
      yield* apply(a, deleteChat(0))
      yield* pass(world)
      yield* apply(b, addMessage(1, "And another thing"))
      yield* settle(cloud, ...inOrder(order, a, b))
      for (const it of [server, a, b]) {
        assert.deepStrictEqual(yield* isDeleted(it, "chat"), [0])
        assert.deepStrictEqual(yield* contentOf(it, 1), ["And another thing"])
      }
      yield* areEqual(server, a, b)
    }),
  )

  it.scoped(
    "S7: two edits of one message are siblings in one conflict, and both devices show the newer",
    () =>
      Effect.gen(function* () {
        const { a, b, cloud, server, world } = yield* together
        const about = { parentId: null, edits: messageIdOf(0) }
        // the ids say nothing of which is newer
        yield* apply(a, addMessage(9, "Older", about))
        yield* pass(world)
        yield* apply(b, addMessage(1, "Later", about))
        yield* settle(cloud, ...inOrder(order, a, b))
        const [cloudValue, localValue] = inOrder(order, "Older", "Later")
        for (const it of [server, a, b]) {
          assert.deepStrictEqual(yield* log(it), [
            {
              entity_type: "message",
              entity_id: messageIdOf(1),
              field: "content",
              local: localValue,
              cloud: cloudValue,
              base: "Hello",
              resolution: null,
            },
          ])
          assert.deepStrictEqual(yield* values(it, "SELECT content FROM message ORDER BY content"), [
            "Hello",
            "Later",
            "Older",
          ])
        }
        for (const it of [a, b])
          assert.deepStrictEqual(yield* values(it, "SELECT leaf_id FROM chat"), [messageIdOf(1)])
        yield* areEqual(server, a, b)
      }),
  )

  it.scoped("two answers to the same message are siblings, and no conflict", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server, world } = yield* together
      yield* apply(a, addMessage(9, "Older"))
      yield* pass(world)
      yield* apply(b, addMessage(1, "Later"))
      yield* settle(cloud, ...inOrder(order, a, b))
      assert.deepStrictEqual(yield* log(server), [])
      for (const it of [a, b])
        assert.deepStrictEqual(yield* values(it, "SELECT leaf_id FROM chat"), [messageIdOf(1)])
      yield* areEqual(server, a, b)
    }),
  )
})

it.scoped("C0: what a device had seen it may change and delete without a conflict", () =>
  Effect.gen(function* () {
    const { a, b, cloud, server, world } = yield* together
    yield* apply(a, changeChat(0, { title: "Once" }), writeMessage(0, "Once"))
    yield* sync(a, cloud)
    yield* pass(world)
    yield* sync(b, cloud)
    yield* apply(
      b,
      changeChat(0, { title: "Twice" }),
      writeMessage(0, "Twice"),
      deleteMessage(0),
      deleteChat(0),
    )
    yield* settle(cloud, b, a)
    assert.deepStrictEqual(yield* outcomes(server), [])
    assert.deepStrictEqual(yield* log(server), [])
    for (const it of [server, a, b]) {
      assert.deepStrictEqual(yield* titleOf(it), ["Twice"])
      assert.deepStrictEqual(yield* contentOf(it), ["Twice"])
      assert.deepStrictEqual(yield* isDeleted(it, "chat"), [1])
    }
    yield* areEqual(server, a, b)
  }),
)

it.scoped(
  "C0: a device's own changes that were sent one after the other are no conflict with each other",
  () =>
    Effect.gen(function* () {
      const { a, b, cloud, server, world } = yield* together
      for (const title of ["One", "Two", "Three"]) {
        yield* apply(a, changeChat(0, { title }), writeMessage(0, title))
        yield* pass(world)
      }
      yield* settle(cloud, a, b)
      assert.deepStrictEqual(yield* log(server), [])
      assert.deepStrictEqual(yield* outcomes(server), [])
      assert.deepStrictEqual(yield* contentOf(b), ["Three"])
      yield* areEqual(server, a, b)
    }),
)

it.scoped(
  "S5: a device goes on showing what it wrote while newer rows come, until the server has judged it",
  () =>
    Effect.gen(function* () {
      const { a, b, cloud, server, world } = yield* together
      yield* apply(a, changeChat(0, { title: "Mine" }), addMessage(1, "Mine too"))
      yield* pass(world)
      yield* apply(b, changeChat(0, { folder: "Theirs" }), deleteMessage(0))
      yield* sync(b, cloud)
      // nothing can be sent, and everything be fetched
      const deaf = { ...cloud, push: () => Effect.fail(offline) }
      yield* Effect.flip(sync(a, deaf))
      assert.deepStrictEqual(yield* rows(a, "SELECT title, folder FROM chat"), [
        { title: "Mine", folder: "Theirs" },
      ])
      assert.deepStrictEqual(yield* contentOf(a, 1), ["Mine too"])
      yield* settle(cloud, a, b)
      assert.deepStrictEqual(yield* rows(b, "SELECT title, folder FROM chat"), [
        { title: "Mine", folder: "Theirs" },
      ])
      yield* areEqual(server, a, b)
    }),
)

/** The person chooses, on this device. */
const resolve = (device: Device, of: readonly [EntityType, string], resolution: Resolution) =>
  device.run(Effect.flatMap(Conflicts, (it) => it.resolve(of[0], of[1], resolution)))
const openCount = (device: Device) => device.run(Effect.flatMap(Conflicts, (it) => it.openCount))

const choices = [
  ["local", "two", "Hello brave world"],
  ["cloud", "one", "Hello new world"],
  ["merge", "two / one", "Hello new brave world"],
] as const

describe.each(choices)("a person who chooses %s", (resolution, title, content) => {
  it.scoped("has that title everywhere, on whichever device it was chosen", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server, world } = yield* together
      yield* apply(a, changeChat(0, { title: "one" }))
      yield* pass(world)
      yield* apply(b, changeChat(0, { title: "two" }))
      yield* settle(cloud, a, b)
      yield* pass(world)
      assert.deepStrictEqual([yield* openCount(a), yield* openCount(b)], [1, 1])
      yield* resolve(a, ["chat", chatIdOf(0)], resolution)
      assert.strictEqual(yield* openCount(a), 0)
      yield* settle(cloud, a, b)
      for (const it of [server, a, b]) {
        assert.deepStrictEqual(yield* titleOf(it), [title])
        assert.deepStrictEqual(yield* values(it, "SELECT resolution FROM conflict"), [resolution])
      }
      assert.deepStrictEqual([yield* openCount(a), yield* openCount(b)], [0, 0])
      yield* areEqual(server, a, b)
    }),
  )

  it.scoped("has that content everywhere", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server, world } = yield* together
      yield* apply(a, writeMessage(0, "Hello world"))
      yield* settle(cloud, a, b)
      yield* apply(a, writeMessage(0, "Hello new world"))
      yield* pass(world)
      yield* apply(b, writeMessage(0, "Hello brave world"))
      yield* settle(cloud, a, b)
      yield* pass(world)
      yield* resolve(b, ["message", messageIdOf(0)], resolution)
      yield* settle(cloud, b, a)
      for (const it of [server, a, b]) assert.deepStrictEqual(yield* contentOf(it), [content])
      assert.deepStrictEqual([yield* openCount(a), yield* openCount(b)], [0, 0])
      yield* areEqual(server, a, b)
    }),
  )

  it.scoped("of two edits has that one shown everywhere", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server, world } = yield* together
      yield* apply(a, writeMessage(0, "Hello world"))
      yield* settle(cloud, a, b)
      const about = { parentId: null, edits: messageIdOf(0) }
      yield* apply(a, addMessage(1, "Hello new world", about))
      yield* pass(world)
      yield* apply(b, addMessage(2, "Hello brave world", about))
      yield* settle(cloud, a, b)
      yield* pass(world)
      yield* resolve(a, ["message", messageIdOf(2)], resolution)
      yield* settle(cloud, a, b)
      for (const it of [a, b]) {
        assert.deepStrictEqual(
          yield* values(it, "SELECT content FROM message JOIN chat ON leaf_id = message.id"),
          [content],
        )
      }
      assert.deepStrictEqual([yield* openCount(a), yield* openCount(b)], [0, 0])
      yield* areEqual(server, a, b)
    }),
  )
})

it.scoped("two different choices, made on two devices, end the same everywhere", () =>
  Effect.gen(function* () {
    const { a, b, cloud, server, world } = yield* together
    yield* apply(a, changeChat(0, { title: "one" }), writeMessage(0, "one"))
    yield* pass(world)
    yield* apply(b, changeChat(0, { title: "two" }), writeMessage(0, "two"))
    yield* settle(cloud, a, b)
    yield* pass(world)
    for (const of of [["chat", chatIdOf(0)] as const, ["message", messageIdOf(0)] as const]) {
      yield* resolve(a, of, "local")
      yield* pass(world)
      yield* resolve(b, of, "cloud")
    }
    yield* settle(cloud, a, b)
    // the later choice of a title, the first one of a content
    assert.deepStrictEqual(yield* titleOf(server), ["one"])
    assert.deepStrictEqual(yield* contentOf(server), ["two"])
    assert.strictEqual(yield* openCount(a), yield* openCount(b))
    yield* areEqual(server, a, b)
  }),
)

it.scoped("a choice about what is settled is NotFound, and changes nothing", () =>
  Effect.gen(function* () {
    const { a, server } = yield* together
    const error = yield* Effect.flip(resolve(a, ["chat", chatIdOf(0)], "local"))
    assert.strictEqual(error._tag, "NotFound")
    yield* areEqual(server, a)
  }),
)

it.scoped(
  "three devices that change the same title hold the latest, whatever the order they are heard in",
  () =>
    Effect.gen(function* () {
      const { a, b, cloud, server, world } = yield* together
      const c = yield* startSignedIn(world)
      yield* sync(c, cloud)
      yield* apply(a, changeChat(0, { title: "first" }))
      yield* pass(world)
      yield* apply(b, changeChat(0, { title: "second" }))
      yield* pass(world)
      yield* apply(c, changeChat(0, { title: "third" }), {
        _tag: "RenameDevice",
        eventId: nextId(),
        deviceId: String((yield* values(c, "SELECT value FROM sync_state WHERE name = 'deviceId'"))[0]),
        name: "Third",
      })
      yield* settle(cloud, b, c, a)
      for (const it of [server, a, b, c]) assert.deepStrictEqual(yield* titleOf(it), ["third"])
      // the first lost against the third without anybody having seen the second fall
      assert.deepStrictEqual(
        (yield* log(server)).map(({ cloud: there, local }) => [local, there]),
        [
          ["third", "second"],
          ["first", "third"],
        ],
      )
      assert.include(yield* values(a, "SELECT name FROM device"), "Third")
      yield* areEqual(server, a, b, c)
    }),
)

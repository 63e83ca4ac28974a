import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Offline } from "../../src/domain/errors/SyncErrors.ts"
import { Compaction } from "../../src/server/sync/Compaction.ts"
import { Identity } from "../../src/services/device/Identity.ts"
import { Outbox } from "../../src/services/sync/Outbox.ts"
import { SyncState } from "../../src/services/sync/SyncState.ts"
import type { Device, Server } from "../simulation/actors.ts"
import { copyOf } from "../support/disk.ts"
import { chatIdOf, messageIdOf } from "../support/ids.ts"
import { dump } from "../support/tables.ts"
import {
  addMessage,
  apply,
  areEqual,
  changeChat,
  connect,
  createChat,
  day,
  deleteChat,
  deleteMessage,
  makeWorld,
  pass,
  settle,
  startServer,
  startSignedIn,
  sync,
  values,
  writeMessage,
} from "./exchange.ts"

const inNew = { chatId: chatIdOf(8) }

/** A server and two devices that hold the same two chats. */
const together = Effect.gen(function* () {
  const world = makeWorld()
  const server = yield* startServer(world)
  const [a, b] = [yield* startSignedIn(world), yield* startSignedIn(world)]
  yield* apply(a, createChat(0, "Old"), addMessage(0, "Old text"), createChat(1, "Doomed"))
  yield* settle(connect(server), a, b)
  yield* pass(world)
  return { world, server, cloud: connect(server), a, b }
})

const waiting = (device: Device) => device.run(Effect.flatMap(Outbox, (it) => it.pendingCount))
const nextEvents = Effect.flatMap(Outbox, (it) => it.next)
/** Where a device stands, and who it is. */
const standing = (device: Device) =>
  device.run(
    Effect.gen(function* () {
      const { deviceId } = yield* Identity
      const { place } = yield* Effect.flatMap(SyncState, (it) => it.standing)
      return { deviceId, place: place ?? assert.fail("it never synced") }
    }),
  )
const titles = (of: Server | Device) => values(of, "SELECT title FROM chat ORDER BY title")
const texts = (of: Server | Device) => values(of, "SELECT content FROM message ORDER BY content")
const conflicts = (of: Server | Device) => values(of, "SELECT count(*) FROM conflict")

describe("S9: a server that was restored from an older copy", () => {
  /** Since the copy was made, chats and messages were added, renamed, written and deleted; and one change waits. */
  const restored = Effect.gen(function* () {
    const it = yield* together
    const { a, b, cloud, server, world } = it
    const backup = copyOf(server.disk())
    // its history was longer than what it will be sent again
    yield* apply(a, ...Array.from({ length: 20 }, (_, n) => changeChat(0, { title: `Draft ${n}` })))
    yield* apply(a, createChat(2, "New"), addMessage(1, "New text"), changeChat(0, { title: "Renamed" }))
    yield* pass(world)
    yield* apply(a, writeMessage(0, "Rewritten"), changeChat(2, { pinned: true }), deleteChat(1))
    yield* settle(cloud, a, b)
    yield* pass(world)
    yield* apply(
      b,
      changeChat(0, { folder: "Waits" }),
      addMessage(2, "Waits too", { parentId: messageIdOf(0) }),
    )
    yield* apply(b, addMessage(3, "Waits below", { parentId: messageIdOf(1) }))
    yield* server.replaceDisk(backup)
    return it
  })

  const accept = (device: Device, keep: boolean) =>
    device.run(Effect.flatMap(SyncState, (it) => it.acceptServer(keep)))

  it.scoped("stops sync: nothing is sent, fetched or deleted until the person chooses", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server } = yield* restored
      const [there, here] = [yield* server.run(dump), yield* b.run(dump)]
      for (const device of [a, b]) {
        assert.strictEqual((yield* Effect.flip(sync(device, cloud)))._tag, "EpochMismatch")
      }
      assert.deepStrictEqual(yield* server.run(dump), there)
      assert.deepStrictEqual(yield* b.run(dump), here)
      // and each of its other calls is answered so as well
      const { deviceId, place } = yield* standing(b)
      const push = { deviceId, epoch: `not ${place.epoch}`, events: yield* b.run(nextEvents) }
      assert.strictEqual((yield* Effect.flip(cloud.pull({ deviceId, place })))._tag, "EpochMismatch")
      assert.strictEqual((yield* Effect.flip(cloud.push(push)))._tag, "EpochMismatch")
    }),
  )

  it.scoped("is sent what it lost, if the person keeps it", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server } = yield* restored
      yield* accept(a, true)
      yield* sync(a, cloud)
      assert.deepStrictEqual(yield* titles(server), ["Doomed", "New", "Renamed"])
      assert.deepStrictEqual(yield* texts(server), ["New text", "Rewritten"])
      assert.deepStrictEqual(yield* values(server, "SELECT title FROM chat WHERE deleted_at IS NOT NULL"), [
        "Doomed",
      ])
      assert.deepStrictEqual(yield* values(server, "SELECT title FROM chat WHERE pinned = 1"), ["New"])
      yield* areEqual(server, a)

      // the other one notices too, although the server has as many versions as it had
      assert.strictEqual((yield* Effect.flip(sync(b, cloud)))._tag, "EpochMismatch")
      yield* accept(b, true)
      yield* settle(cloud, b, a)
      assert.deepStrictEqual(yield* titles(server), ["Doomed", "New", "Renamed"])
      assert.deepStrictEqual(yield* texts(server), ["New text", "Rewritten", "Waits below", "Waits too"])
      assert.deepStrictEqual(yield* values(server, "SELECT folder FROM chat WHERE folder IS NOT NULL"), [
        "Waits",
      ])
      assert.deepStrictEqual([yield* waiting(a), yield* waiting(b)], [0, 0])
      assert.deepStrictEqual(yield* conflicts(server), [0])
      yield* areEqual(server, a, b)
    }),
  )

  it.scoped(
    "S7: is not made to believe that what waited was written in the knowledge of what it got since",
    () =>
      Effect.gen(function* () {
        const { a, b, cloud, server, world } = yield* restored
        yield* apply(b, changeChat(0, { title: "Waited" }))
        yield* pass(world)
        yield* accept(a, true)
        yield* sync(a, cloud)
        yield* apply(a, changeChat(0, { title: "Written since" }))
        yield* sync(a, cloud)
        yield* accept(b, true)
        yield* settle(cloud, b, a)
        assert.deepStrictEqual(yield* titles(server), ["Doomed", "New", "Written since"])
        assert.deepStrictEqual(
          yield* values(server, "SELECT local_value FROM conflict WHERE field = 'title'"),
          [`"Waited"`],
        )
        yield* areEqual(server, a, b)
      }),
  )

  it.scoped("is believed, if the person lets it go, and still gets what waited", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server } = yield* restored
      yield* accept(b, false)
      yield* sync(b, cloud)
      assert.deepStrictEqual(yield* titles(b), ["Doomed", "Old"])
      assert.deepStrictEqual(yield* values(b, "SELECT count(*) FROM chat WHERE deleted_at IS NOT NULL"), [0])
      // S4: what followed something that is gone cannot be taken; its text is kept
      assert.deepStrictEqual(
        (yield* b.run(Effect.flatMap(Outbox, (it) => it.refused(9)))).map(({ entityId }) => entityId),
        [messageIdOf(3)],
      )
      assert.deepStrictEqual(yield* texts(server), ["Old text", "Waits too"])
      assert.deepStrictEqual(yield* values(server, "SELECT folder FROM chat WHERE folder IS NOT NULL"), [
        "Waits",
      ])
      yield* areEqual(server, b)
      yield* accept(a, false)
      yield* settle(cloud, a, b)
      yield* areEqual(server, a, b)
    }),
  )

  it.scoped("goes on with a device that it never met", () =>
    Effect.gen(function* () {
      const { a, cloud, server, world } = yield* together
      const backup = copyOf(server.disk())
      const late = yield* startSignedIn(world)
      yield* sync(late, cloud)
      yield* apply(late, createChat(5, "Late"))
      yield* sync(late, cloud)
      yield* server.replaceDisk(backup)
      yield* apply(late, createChat(6, "Later"))
      assert.strictEqual((yield* Effect.flip(sync(late, cloud)))._tag, "EpochMismatch")
      yield* accept(late, true)
      yield* settle(cloud, late, a)
      assert.includeMembers([...(yield* titles(a))], ["Late", "Later"])
      yield* areEqual(server, a, late)
    }),
  )

  it.scoped("is noticed also after others have brought it further than this device had seen", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server, world } = yield* together
      const backup = copyOf(server.disk())
      yield* apply(a, createChat(2, "Lost"))
      yield* settle(cloud, a)
      yield* server.replaceDisk(backup)
      // it had seen nothing of what was lost, and notices nothing
      yield* apply(b, ...Array.from({ length: 20 }, (_, n) => changeChat(0, { title: `Title ${n}` })))
      yield* sync(b, cloud)
      const here = yield* a.run(dump)
      assert.strictEqual((yield* Effect.flip(sync(a, cloud)))._tag, "EpochMismatch")
      assert.deepStrictEqual(yield* a.run(dump), here)
      yield* pass(world)
      yield* accept(a, true)
      yield* settle(cloud, a, b)
      assert.deepStrictEqual(yield* titles(b), ["Doomed", "Lost", "Title 19"])
      yield* areEqual(server, a, b)
    }),
  )

  it.scoped("S9: a server in the place of another gets everything, if the person keeps it", () =>
    Effect.gen(function* () {
      const { a, b, world } = yield* together
      yield* apply(b, addMessage(1, "Waits"), deleteMessage(0))
      const other = yield* startServer(world)
      for (const device of [a, b]) {
        assert.strictEqual((yield* Effect.flip(sync(device, connect(other))))._tag, "EpochMismatch")
      }
      assert.deepStrictEqual(yield* titles(other), [])
      for (const device of [b, a]) {
        yield* accept(device, true)
        yield* sync(device, connect(other))
      }
      yield* settle(connect(other), b, a)
      assert.deepStrictEqual(yield* titles(other), ["Doomed", "Old"])
      assert.deepStrictEqual(yield* texts(other), ["Old text", "Waits"])
      yield* areEqual(other, a, b)
    }),
  )

  it.scoped("S9: a server in the place of another may be empty, if the person says so", () =>
    Effect.gen(function* () {
      const { a, world } = yield* together
      yield* apply(a, createChat(7, "Waits"))
      const other = yield* startServer(world)
      yield* Effect.flip(sync(a, connect(other)))
      yield* accept(a, false)
      yield* sync(a, connect(other))
      assert.deepStrictEqual(yield* titles(a), ["Waits"])
      assert.deepStrictEqual(yield* texts(a), [])
      yield* areEqual(other, a)
    }),
  )
})

describe("a device that was away for longer than the server remembers", () => {
  /** Meanwhile a chat was deleted, and the server has forgotten it. */
  const away = Effect.gen(function* () {
    const it = yield* together
    const { a, cloud, server, world } = it
    yield* apply(a, deleteChat(1), deleteMessage(0))
    yield* sync(a, cloud)
    yield* pass(world, 100 * day)
    yield* apply(a, changeChat(0, { title: "Much later" }))
    yield* sync(a, cloud)
    yield* server.run(Effect.flatMap(Compaction, (compaction) => compaction.run(90 * day)))
    assert.deepStrictEqual(yield* titles(server), ["Much later"])
    return it
  })

  it.scoped("loads everything anew, and what was deleted is gone", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server } = yield* away
      const asked: Array<string> = []
      const pull: typeof cloud.pull = (request) =>
        Effect.tapError(cloud.pull(request), (error) => Effect.sync(() => asked.push(error._tag)))
      yield* sync(b, { ...cloud, pull })
      assert.deepStrictEqual(asked, ["MustResnapshot"])
      assert.deepStrictEqual(yield* titles(b), ["Much later"])
      assert.deepStrictEqual(yield* texts(b), [])
      // and the next round goes on from there
      yield* sync(b, { ...cloud, pull })
      assert.deepStrictEqual(asked, ["MustResnapshot"])
      yield* settle(cloud, a, b)
      yield* areEqual(server, a, b)
    }),
  )

  it.scoped("S4, S5: keeps what waits through it, also if nothing could be sent, and sends it then", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server } = yield* away
      yield* apply(b, changeChat(0, { folder: "Mine" }), createChat(8, "Mine"), addMessage(8, "Mine", inNew))
      const deaf = { ...cloud, push: () => Effect.fail(new Offline({ detail: "lost" })) }
      assert.strictEqual((yield* Effect.flip(sync(b, deaf)))._tag, "Offline")
      assert.strictEqual(yield* waiting(b), 3)
      assert.deepStrictEqual(yield* titles(b), ["Mine", "Much later"])
      assert.deepStrictEqual(yield* values(b, "SELECT folder FROM chat WHERE folder IS NOT NULL"), ["Mine"])
      yield* settle(cloud, b, a)
      assert.deepStrictEqual(yield* titles(a), ["Mine", "Much later"])
      assert.deepStrictEqual(yield* texts(a), ["Mine"])
      assert.strictEqual(yield* waiting(b), 0)
      yield* areEqual(server, a, b)
    }),
  )

  it.scoped("S4: is told that a change of what was forgotten cannot be taken, and keeps its text", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server } = yield* away
      yield* apply(b, addMessage(9, "Into the dark", { chatId: chatIdOf(1) }), createChat(8, "Next"))
      yield* sync(b, cloud)
      const refused = yield* b.run(Effect.flatMap(Outbox, (it) => it.refused(9)))
      assert.deepStrictEqual(
        refused.map(({ entityId, reason }) => [entityId, reason]),
        [[messageIdOf(9), "there is no such chat"]],
      )
      assert.include(refused[0]?.data ?? "", "Into the dark")
      assert.deepStrictEqual(yield* titles(b), ["Much later", "Next"])
      yield* settle(cloud, a, b)
      yield* areEqual(server, a, b)
    }),
  )

  it.scoped("goes on where its snapshot was cut, in whatever place", () =>
    Effect.gen(function* () {
      const { a, b, cloud, server } = yield* away
      let left = 0
      const snapshot: typeof cloud.snapshot = (request) =>
        Effect.suspend(() =>
          left-- > 0 ? cloud.snapshot(request) : Effect.fail(new Offline({ detail: "lost" })),
        )
      const begins: Array<string | null> = []
      const noted: typeof cloud.snapshot = (request) =>
        Effect.suspend(() => {
          begins.push(request.after)
          return snapshot(request)
        })
      // one page more each time
      for (let attempt = 0; attempt < 20; attempt++) {
        left = 1
        const exit = yield* Effect.exit(sync(b, { ...cloud, snapshot: noted }))
        if (exit._tag === "Success") break
      }
      assert.isAbove(begins.length, 4)
      // each page was asked for once, or once more after it was lost
      assert.strictEqual(begins.filter((after) => after === null).length, 1)
      yield* settle(cloud, a, b)
      yield* areEqual(server, a, b)
    }),
  )
})

it.scoped(
  "a device that was signed out from another one gets and sends nothing more, and keeps what it has",
  () =>
    Effect.gen(function* () {
      const { a, b, cloud, server } = yield* together
      yield* apply(b, createChat(3, "Stays there"))
      const { deviceId, place } = yield* standing(b)
      const events = yield* b.run(nextEvents)
      yield* cloud.revokeDevice(deviceId)
      yield* apply(a, createChat(4, "After"))
      yield* sync(a, cloud)
      assert.strictEqual((yield* Effect.flip(sync(b, cloud)))._tag, "Forbidden")
      const calls = [
        Effect.asVoid(cloud.pull({ deviceId, place })),
        Effect.asVoid(cloud.snapshot({ deviceId, after: null })),
        Effect.asVoid(cloud.push({ deviceId, epoch: place.epoch, events })),
      ]
      for (const call of calls) assert.strictEqual((yield* Effect.flip(call))._tag, "Forbidden")
      assert.deepStrictEqual(yield* titles(b), ["Doomed", "Old", "Stays there"])
      assert.strictEqual(yield* waiting(b), 1)
      assert.deepStrictEqual(yield* titles(server), ["After", "Doomed", "Old"])
      yield* areEqual(server, a)
    }),
)

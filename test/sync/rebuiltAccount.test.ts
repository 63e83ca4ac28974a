import { assert, it } from "@effect/vitest"
import { Effect, Either } from "effect"
import { DeviceId } from "../../src/domain/Ids.ts"
import { formatTimestamp } from "../../src/domain/Timestamp.ts"
import { Compaction } from "../../src/server/sync/Compaction.ts"
import { Branches } from "../../src/services/chat/Branches.ts"
import { onePerson } from "../../src/services/storage/onePerson.ts"
import { chatIdOf, messageIdOf } from "../support/ids.ts"
import {
  addMessage,
  ann,
  apply,
  areEqual,
  changeChat,
  connect,
  createChat,
  day,
  deleteChat,
  deleteMessage,
  makeWorld,
  nextId,
  pass,
  rows,
  settle,
  signIn,
  startDevice,
  startServer,
  startSignedIn,
  sync,
  values,
  writeMessage,
} from "./exchange.ts"
import { salvagedOf, take } from "./salvaged.ts"

/** A device whose file will be damaged, another one, and a server that both know. */
const together = Effect.gen(function* () {
  const world = makeWorld()
  const server = yield* startServer(world)
  const cloud = connect(server)
  const [damaged, other] = [yield* startSignedIn(world), yield* startSignedIn(world)]
  yield* apply(
    damaged,
    ...[0, 1, 2, 3].map((n) => createChat(n)),
    addMessage(0, "first"),
    addMessage(1, "second"),
  )
  yield* settle(cloud, damaged, other)
  yield* pass(world)
  /** The device that follows the damaged one, before anybody has signed in on it. */
  const follow = Effect.gen(function* () {
    const next = yield* startDevice(world)
    yield* take(next, yield* salvagedOf(damaged))
    yield* pass(world)
    return next
  })
  return { cloud, damaged, follow, other, server, world }
})

const liveTitles = "SELECT title FROM chat WHERE deleted_at IS NULL ORDER BY id"
const liveTexts = "SELECT content FROM message WHERE deleted_at IS NULL ORDER BY id"

it.scoped("a deletion that was never sent is sent, and gives way to what its device had not seen", () =>
  Effect.gen(function* () {
    const { cloud, damaged, follow, other, server } = yield* together
    yield* apply(damaged, deleteChat(1), deleteChat(2), deleteMessage(0), deleteMessage(1))
    yield* apply(damaged, addMessage(6, "thrown away with it", { chatId: chatIdOf(3) }), deleteChat(3))
    yield* apply(
      other,
      addMessage(5, "into the deleted chat", { chatId: chatIdOf(2) }),
      writeMessage(1, "newer"),
    )
    yield* sync(other, cloud)
    const next = yield* follow
    yield* signIn(next)
    yield* settle(cloud, next, other)
    yield* areEqual(server, next, other)
    assert.deepStrictEqual(yield* values(next, liveTitles), ["Chat 0", "Chat 2"])
    assert.deepStrictEqual(yield* values(next, liveTexts), [
      "newer",
      "into the deleted chat",
      "thrown away with it",
    ])
  }),
)

it.scoped("what was brought back since stays, and what the server erased does not come back", () =>
  Effect.gen(function* () {
    const { cloud, damaged, follow, other, server, world } = yield* together
    yield* apply(damaged, deleteChat(1))
    yield* settle(cloud, damaged, other)
    yield* pass(world)
    yield* apply(
      other,
      { _tag: "RestoreChat", eventId: nextId(), chatId: chatIdOf(1) },
      deleteChat(2),
      deleteMessage(1),
    )
    yield* sync(other, cloud)
    yield* pass(world, 100 * day)
    yield* apply(other, changeChat(0, { title: "Later" }))
    yield* settle(cloud, other)
    yield* server.run(Effect.flatMap(Compaction, (compaction) => compaction.run(90 * day)))
    yield* settle(cloud, other)
    // the damaged device was away all the time, and has both
    const next = yield* follow
    assert.include(yield* values(next, liveTitles), "Chat 2")
    yield* signIn(next)
    yield* settle(cloud, next, other)
    yield* areEqual(server, next, other)
    assert.deepStrictEqual(yield* values(next, "SELECT title FROM chat ORDER BY id"), [
      "Later",
      "Chat 1",
      "Chat 3",
    ])
    assert.deepStrictEqual(yield* values(next, "SELECT content FROM message"), ["first"])
    assert.deepStrictEqual(yield* values(next, liveTitles), ["Later", "Chat 1", "Chat 3"])
  }),
)

it.scoped("settings, chosen versions and what waits for a choice are there before anybody signs in", () =>
  Effect.gen(function* () {
    const { cloud, damaged, follow, other, server } = yield* together
    const config = { autoSync: false, intervalMs: 60_000, conflictPolicy: "ask" } as const
    yield* apply(damaged, { _tag: "UpdateSyncConfig", eventId: nextId(), userId: ann.userId, patch: config })
    yield* apply(
      damaged,
      addMessage(6, "one wording", { parentId: messageIdOf(1) }),
      addMessage(7, "another wording", { parentId: messageIdOf(1) }),
    )
    yield* apply(damaged, changeChat(0, { title: "Here" }))
    yield* apply(other, changeChat(0, { title: "There" }))
    yield* settle(cloud, other, damaged)
    yield* damaged.run(Effect.flatMap(Branches, (it) => it.activate(messageIdOf(6))))
    yield* apply(damaged, {
      _tag: "UpdateSyncConfig",
      eventId: nextId(),
      userId: ann.userId,
      patch: { intervalMs: 90_000 },
    })

    const next = yield* follow
    const shown = "SELECT auto_sync, interval_ms, conflict_policy, mode FROM sync_config"
    const expected = [{ auto_sync: 0, interval_ms: 90_000, conflict_policy: "ask", mode: "hybrid" }]
    const chosen = "SELECT fork_id, child_id FROM branch"
    const open = "SELECT local_value, cloud_value FROM conflict WHERE resolved_at IS NULL"
    const [wasChosen, wasOpen] = [yield* rows(damaged, chosen), yield* rows(damaged, open)]
    assert.deepStrictEqual([wasChosen.length, wasOpen.length], [1, 1])
    for (const signedIn of [false, true]) {
      if (signedIn) yield* signIn(next)
      if (signedIn) yield* settle(cloud, next)
      assert.deepStrictEqual(yield* rows(next, shown), expected)
      assert.deepStrictEqual(yield* rows(next, chosen), wasChosen)
      assert.deepStrictEqual(yield* values(next, "SELECT leaf_id FROM chat WHERE leaf_id IS NOT NULL"), [
        messageIdOf(6),
      ])
      assert.deepStrictEqual(yield* rows(next, open), wasOpen)
    }
    yield* areEqual(server, next)
    assert.deepStrictEqual(yield* values(server, "SELECT interval_ms FROM sync_config"), [90_000])
  }),
)

it.scoped("a server that is another one than it was is noticed before anything is sent to it", () =>
  Effect.gen(function* () {
    const { damaged, follow, world } = yield* together
    yield* apply(damaged, deleteChat(1))
    const stranger = yield* startServer(world)
    const next = yield* follow
    yield* signIn(next)
    const greeted = yield* Effect.either(sync(next, connect(stranger)))
    assert.strictEqual(Either.isLeft(greeted) ? greeted.left._tag : "", "EpochMismatch")
    assert.deepStrictEqual(yield* values(stranger, "SELECT id FROM chat"), [])
    assert.deepStrictEqual(yield* values(next, liveTitles), ["Chat 0", "Chat 2", "Chat 3"])
  }),
)

it.scoped("a time that was damaged into the far future keeps nothing from being sent", () =>
  Effect.gen(function* () {
    const { cloud, damaged, other, server, world } = yield* together
    yield* apply(damaged, addMessage(5, "not sent yet"), changeChat(2, { title: "Neither" }))
    const [written] = yield* values(damaged, "SELECT updated_at FROM chat WHERE title = 'Neither'")
    const all = yield* salvagedOf(damaged)
    const next = yield* startDevice(world)
    const content = formatTimestamp({ millis: 36 ** 9 - 1, counter: 0 }, DeviceId.make("d".repeat(21)))
    yield* take(next, {
      ...all,
      messages: all.messages.map((it) => ({ ...it, clocks: { content } })),
    })
    yield* signIn(next)
    yield* apply(next, changeChat(1, { title: "Afterwards" }))
    yield* settle(cloud, next, other)
    yield* areEqual(server, next, other)
    assert.deepStrictEqual(yield* values(other, liveTexts), ["first", "second", "not sent yet"])
    // nothing else is dated anew for it
    assert.deepStrictEqual(yield* values(other, "SELECT updated_at FROM chat WHERE title = 'Neither'"), [
      written,
    ])
    assert.deepStrictEqual(yield* values(other, "SELECT updated_at FROM chat WHERE title = 'Afterwards'"), [
      world.now,
    ])
  }),
)

it.scoped("where it cannot be read how chats were to sync, nothing is sent until somebody says so", () =>
  Effect.gen(function* () {
    const { damaged } = yield* together
    const all = yield* salvagedOf(damaged)
    assert.strictEqual(onePerson(all).settings.mode, "hybrid")
    const unknown = onePerson({ ...all, configs: [] })
    assert.deepStrictEqual(unknown.settings, { mode: "local-only" })
    // the address stands in two places
    assert.strictEqual(onePerson({ ...all, users: [] }).owner?.email, ann.email)
  }),
)

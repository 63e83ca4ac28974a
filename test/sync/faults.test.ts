import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { ConflictId } from "../../src/domain/Ids.ts"
import { erasedText } from "../../src/domain/Text.ts"
import type { MutationInput } from "../../src/domain/Mutation.ts"
import { Compaction } from "../../src/server/sync/Compaction.ts"
import { Adoption } from "../../src/services/account/Adoption.ts"
import { Drafts } from "../../src/services/chat/Drafts.ts"
import { Messages } from "../../src/services/chat/Messages.ts"
import { Identity } from "../../src/services/device/Identity.ts"
import { Search } from "../../src/services/search/Search.ts"
import { Conflicts } from "../../src/services/sync/Conflicts.ts"
import { SharedTrash } from "../../src/services/sync/SharedTrash.ts"
import { chatIdOf, messageIdOf, tabOf } from "../support/ids.ts"
import { onDevice, onServer } from "./failAtEach.ts"
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
  settle,
  startServer,
  startSignedIn,
  sync,
  values,
  writeMessage,
} from "./exchange.ts"

/** A server, and two devices of one person with a chat that both know, with branches, and a conflict about its text. */
const together = Effect.gen(function* () {
  const world = makeWorld()
  const server = yield* startServer(world)
  const [a, b] = [yield* startSignedIn(world), yield* startSignedIn(world)]
  const cloud = connect(server)
  yield* apply(a, createChat(0), createChat(1), addMessage(0, "Hello", { parentId: null }))
  yield* apply(a, addMessage(1, "World", { parentId: messageIdOf(0) }))
  yield* apply(a, addMessage(2, "Moon", { parentId: messageIdOf(0) }), deleteChat(1))
  yield* settle(cloud, a, b)
  yield* pass(world)
  yield* apply(a, writeMessage(1, "World of a"))
  yield* sync(a, cloud)
  yield* pass(world)
  yield* apply(b, writeMessage(1, "World of b"))
  yield* settle(cloud, a, b)
  return { a, b, cloud, server, world }
})

/** One of every kind, on what is there by then. */
const everyKind = (userId: string, deviceId: string) => {
  const conflictId = ConflictId.make(nextId())
  const chatId = chatIdOf(0)
  return {
    CreateChat: createChat(5),
    UpdateChat: changeChat(5, { title: "Another", pinned: true }),
    DeleteChat: deleteChat(5),
    RestoreChat: { _tag: "RestoreChat", eventId: nextId(), chatId: chatIdOf(1) },
    AddMessage: addMessage(6, "Below the end"),
    UpdateMessage: writeMessage(6, "Written anew"),
    DeleteMessage: deleteMessage(6),
    RestoreMessage: { _tag: "RestoreMessage", eventId: nextId(), chatId, messageId: messageIdOf(6) },
    UpdateUser: { _tag: "UpdateUser", eventId: nextId(), userId, patch: { name: "Anna" } },
    RenameDevice: { _tag: "RenameDevice", eventId: nextId(), deviceId, name: "The desk" },
    UpdateSyncConfig: {
      _tag: "UpdateSyncConfig",
      eventId: nextId(),
      userId,
      patch: { autoSync: false },
    },
    KeepConflict: {
      _tag: "KeepConflict",
      eventId: nextId(),
      conflictId,
      conflict: {
        entityType: "chat",
        entityId: chatId,
        field: "title",
        localValue: '"mine"',
        cloudValue: '"theirs"',
        baseValue: null,
        deviceId,
        createdAt: 1,
        resolvedAt: null,
        resolution: null,
      },
    },
    ResolveConflict: { _tag: "ResolveConflict", eventId: nextId(), conflictId, resolution: "local" },
  } as const satisfies Record<MutationInput["_tag"], MutationInput>
}

const faults = ["step", "write"] as const

it.scoped.each(faults)("a change of any kind is written whole or not at all, whichever %s fails", (at) =>
  Effect.gen(function* () {
    const { a, cloud, server } = yield* together
    const { deviceId, userId } = yield* a.run(Identity)
    let failed = 0
    for (const mutation of Object.values(everyKind(userId, deviceId))) {
      const met = yield* onDevice(a, at, apply(a, mutation))
      assert.isAbove(met, 0, mutation._tag)
      failed += met
    }
    yield* settle(cloud, a)
    yield* areEqual(server, a)
  }),
)

it.scoped.each(faults)("all kinds in one batch, drafts, branches, choices: whichever %s fails", (at) =>
  Effect.gen(function* () {
    const { a, b, cloud, server } = yield* together
    const { deviceId, userId } = yield* a.run(Identity)
    const writes = [
      apply(a, ...Object.values(everyKind(userId, deviceId))),
      a.run(Effect.flatMap(Drafts, (it) => it.put({ key: "new", tab: tabOf(0), content: "half a thought" }))),
      a.run(Effect.flatMap(Drafts, (it) => it.put({ key: "new", tab: tabOf(0), content: "" }))),
      a.run(Effect.flatMap(Messages, (it) => it.activate({ messageId: messageIdOf(1) }))),
      a.run(Effect.flatMap(Messages, (it) => it.selectSibling({ messageId: messageIdOf(1), offset: 1 }))),
      a.run(Effect.flatMap(Conflicts, (it) => it.resolve("message", messageIdOf(1), "merge"))),
      a.run(Effect.flatMap(Search, (it) => it.rebuild)),
    ]
    let failed = 0
    for (const [index, write] of writes.entries()) {
      const met = yield* onDevice(a, at, write)
      assert.isAbove(met, 0, String(index))
      failed += met
    }
    yield* settle(cloud, a, b)
    yield* areEqual(server, a, b)
  }),
)

it.scoped.each(faults)("a device takes what the server has, and is told what came of its own: %s", (at) =>
  Effect.gen(function* () {
    const { a, b, cloud, server, world } = yield* together
    // by pulling
    yield* pass(world)
    yield* apply(b, writeMessage(2, "Of b"), addMessage(7, "More"), deleteMessage(0))
    yield* sync(b, cloud)
    yield* apply(a, writeMessage(2, "Of a"), addMessage(8, "Own"), createChat(9))
    const pulled = yield* onDevice(a, at, sync(a, cloud), true)
    // by a snapshot
    const c = yield* startSignedIn(world)
    const fetched = yield* onDevice(c, at, sync(c, cloud), true)
    // by forgetting what the server forgot
    yield* pass(world, 100 * day)
    yield* apply(b, changeChat(0, { title: "Later" }))
    yield* sync(b, cloud)
    yield* server.run(Effect.flatMap(Compaction, (it) => it.run(90 * day)))
    const forgotten = yield* onDevice(a, at, sync(a, cloud), true)
    for (const met of [pulled, fetched, forgotten]) assert.isAbove(met, 0)
    yield* settle(cloud, a, b, c)
    yield* areEqual(server, a, b, c)
  }),
)

it.scoped.each(faults)("the trash is emptied whole, and what was restored is kept whole: %s", (at) =>
  Effect.gen(function* () {
    const { a, b, cloud, server } = yield* together
    yield* apply(a, deleteMessage(0))
    yield* settle(cloud, a, b)
    yield* apply(b, { _tag: "RestoreChat", eventId: nextId(), chatId: chatIdOf(1) })
    const upTo = (yield* a.run(Effect.flatMap(SharedTrash, (it) => it.preview))).upTo
    const empty = a.run(Effect.flatMap(SharedTrash, (it) => it.emptyOver(cloud, upTo)))
    const emptied = yield* onServer(server, at, empty)
    const kept = yield* onDevice(b, at, sync(b, cloud), true)
    for (const met of [emptied, kept]) assert.isAbove(met, 0)
    yield* settle(cloud, b, a)
    assert.include(yield* values(server, "SELECT title FROM chat WHERE deleted_at IS NULL"), "Chat 1")
    assert.include(yield* values(a, "SELECT content FROM message"), erasedText)
    yield* areEqual(server, a, b)
  }),
)

it.scoped.each(faults)("an account comes and goes whole, whichever %s fails", (at) =>
  Effect.gen(function* () {
    const { a } = yield* together
    const adoption = Effect.flatMap(Adoption, (it) => it.keep)
    const kept = yield* onDevice(a, at, a.run(adoption))
    yield* a.cut
    const adopted = yield* onDevice(a, at, a.run(Effect.flatMap(Adoption, (it) => it.adopt(ann))))
    yield* a.cut
    const wiped = yield* onDevice(a, at, a.run(Effect.flatMap(Adoption, (it) => it.wipe)))
    for (const met of [kept, adopted, wiped]) assert.isAbove(met, 0)
  }),
)

it.scoped.each(faults)("the server takes, gives and forgets whole, whichever %s fails", (at) =>
  Effect.gen(function* () {
    const { a, b, cloud, server, world } = yield* together
    yield* pass(world)
    yield* apply(b, writeMessage(2, "Of b"), deleteMessage(0))
    yield* sync(b, cloud)
    yield* apply(a, writeMessage(2, "Of a"), addMessage(8, "Own"), createChat(9), deleteChat(9))
    const pushed = yield* onServer(server, at, sync(a, cloud))
    const c = yield* startSignedIn(world)
    const given = yield* onServer(server, at, sync(c, cloud))
    yield* pass(world, 100 * day)
    yield* apply(b, changeChat(0, { title: "Later" }))
    yield* sync(b, cloud)
    const forgotten = yield* onServer(
      server,
      at,
      server.run(Effect.flatMap(Compaction, (it) => it.run(90 * day))),
    )
    for (const met of [pushed, given, forgotten]) assert.isAbove(met, 0)
    yield* settle(cloud, a, b, c)
    // what passes is no reason to refuse a change for good
    assert.deepStrictEqual(yield* values(server, "SELECT id FROM sync_event WHERE outcome = 'refused'"), [])
    yield* areEqual(server, a, b, c)
  }),
)

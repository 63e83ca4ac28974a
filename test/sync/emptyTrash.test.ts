import { assert, it } from "@effect/vitest"
import { SqlClient } from "@effect/sql"
import { Effect } from "effect"
import type { MutationInput } from "../../src/domain/Mutation.ts"
import { CleanUp } from "../../src/services/sync/CleanUp.ts"
import { Integrity } from "../../src/services/debug/Integrity.ts"
import { StorageUse } from "../../src/services/storage/StorageUse.ts"
import type { Device } from "../simulation/actors.ts"
import { chatIdOf } from "../support/ids.ts"
import {
  addMessage,
  apply,
  areEqual,
  connect,
  createChat,
  deleteChat,
  makeWorld,
  nextId,
  pass,
  settle,
  signIn,
  startDevice,
  startServer,
  startSignedIn,
  values,
} from "./exchange.ts"

const into = (n: number) => ({ chatId: chatIdOf(n), parentId: null })
const restoreChat = (n: number): MutationInput => ({
  _tag: "RestoreChat",
  eventId: nextId(),
  chatId: chatIdOf(n),
})

const preview = (device: Device) => device.run(Effect.flatMap(CleanUp, (it) => it.preview))
const empty = (device: Device, until: number) =>
  device.run(Effect.flatMap(CleanUp, (it) => it.run({ _tag: "EmptyTrash", until, upTo: null })))
const weigh = (device: Device) => device.run(Effect.flatMap(StorageUse, (it) => it.measure))
const problems = (device: Device) =>
  device.run(Effect.flatMap(Integrity, (it) => Effect.map(it.check, (report) => report.problems)))

/** A device that never synced, with two chats in the trash and one that is in use. */
const threeChats = Effect.gen(function* () {
  const world = makeWorld()
  const device = yield* startDevice(world)
  yield* apply(device, createChat(0), addMessage(0, "Erase me", into(0)))
  yield* apply(device, createChat(1), addMessage(1, "Keep me", into(1)))
  yield* apply(device, createChat(2), addMessage(2, "Me too", into(2)), deleteChat(0), deleteChat(2))
  return { device, world }
})

const nothing = { chats: 0, messages: 0, bytes: 0, kept: 0, upTo: null }

const texts = (device: Device) =>
  values(device, `SELECT content FROM message UNION ALL SELECT data FROM sync_event`)

it.scoped("what was thrown away is erased with all that tells of it, and frees what was foretold", () =>
  Effect.gen(function* () {
    const { device } = yield* threeChats
    const before = yield* weigh(device)
    const foretold = yield* preview(device)
    assert.deepInclude(foretold.trash, { chats: 2, kept: 0 })
    assert.isAbove(foretold.trash.bytes, "Erase meMe too".length)

    const result = yield* empty(device, foretold.at)
    assert.deepStrictEqual(result, { rows: 2, bytes: foretold.trash.bytes })
    const after = yield* weigh(device)
    assert.strictEqual(after.trash, 0)
    assert.strictEqual(before.trash + before.waiting - after.waiting, foretold.trash.bytes)
    assert.notMatch((yield* texts(device)).join(), /Erase me|Me too/)
    assert.deepStrictEqual(yield* values(device, "SELECT title FROM chat"), ["Chat 1"])
    assert.deepStrictEqual(yield* problems(device), [])
    assert.deepStrictEqual((yield* preview(device)).trash, nothing)
    assert.deepStrictEqual(yield* empty(device, foretold.at), { rows: 0, bytes: 0 })
  }),
)

it.scoped("what was restored meanwhile, and what was thrown away after the preview, stays", () =>
  Effect.gen(function* () {
    const { device, world } = yield* threeChats
    const { at } = yield* preview(device)
    yield* pass(world)
    yield* apply(device, restoreChat(0), deleteChat(1))
    assert.strictEqual((yield* empty(device, at)).rows, 1)
    assert.deepStrictEqual(yield* values(device, "SELECT content FROM message ORDER BY id"), [
      "Erase me",
      "Keep me",
    ])
    assert.deepStrictEqual(yield* problems(device), [])
  }),
)

it.scoped("a device that syncs one day sends the rest, and writes on under new numbers", () =>
  Effect.gen(function* () {
    const { device, world } = yield* threeChats
    yield* empty(device, (yield* preview(device)).at)
    yield* apply(device, addMessage(3, "Later", { ...into(1) }))
    const numbers = yield* values(device, "SELECT number FROM sync_event WHERE synced = 0 ORDER BY number")
    assert.isAtLeast(Number(numbers[0]), 1)
    assert.isAbove(Number(numbers.at(-1)), 8)

    const server = yield* startServer(world)
    const other = yield* startSignedIn(world)
    yield* signIn(device)
    yield* settle(connect(server), device, other)
    yield* areEqual(server, device, other)
    assert.deepStrictEqual(yield* values(server, "SELECT content FROM message ORDER BY id"), [
      "Keep me",
      "Later",
    ])
  }),
)

it.scoped("alone, a device erases nothing that a server has, and that is said", () =>
  Effect.gen(function* () {
    const world = makeWorld()
    const server = yield* startServer(world)
    const [a, b] = [yield* startSignedIn(world), yield* startSignedIn(world)]
    const cloud = connect(server)
    yield* apply(a, createChat(0), addMessage(0, "At the server"), deleteChat(0))
    yield* apply(a, createChat(9, "Empty"), deleteChat(9))
    assert.deepStrictEqual((yield* preview(a)).trash, { ...nothing, kept: 2, upTo: 0 })
    yield* settle(cloud, a, b)

    yield* a.run(setMode("local-only"))
    yield* apply(a, createChat(1), addMessage(1, "Only here", into(1)), deleteChat(1))
    const foretold = yield* preview(a)
    assert.deepInclude(foretold.trash, { chats: 1, kept: 2 })
    assert.strictEqual((yield* empty(a, foretold.at)).rows, 1)
    assert.deepStrictEqual(yield* values(a, "SELECT content FROM message"), ["At the server"])

    // brought back elsewhere, it has everything in it
    yield* a.run(setMode("hybrid"))
    yield* apply(b, restoreChat(0))
    yield* settle(cloud, b, a)
    yield* areEqual(server, a, b)
    assert.deepStrictEqual(yield* values(a, "SELECT title FROM chat WHERE deleted_at IS NULL"), ["Chat 0"])
  }),
)

it.scoped("cut anywhere, it leaves whole chats, and the rest can be erased after it", () =>
  Effect.gen(function* () {
    for (let writes = 1; writes < 40; writes += 6) {
      const { device, world } = yield* threeChats
      const { at } = yield* preview(device)
      yield* device.runUntil(
        writes,
        Effect.flatMap(CleanUp, (it) => it.run({ _tag: "EmptyTrash", until: at, upTo: null })),
      )
      yield* empty(device, at)
      assert.deepStrictEqual(yield* values(device, "SELECT content FROM message"), ["Keep me"])
      const server = yield* startServer(world)
      yield* signIn(device)
      yield* settle(connect(server), device)
      yield* areEqual(server, device)
    }
  }),
)

const setMode = (mode: "local-only" | "hybrid") =>
  Effect.flatMap(SqlClient.SqlClient, (sql) => sql`UPDATE sync_config SET mode = ${mode}`)

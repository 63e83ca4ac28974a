import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { CleanUp } from "../../src/services/sync/CleanUp.ts"
import type { CleanUpStrategy } from "../../src/domain/CleanUp.ts"
import { Integrity } from "../../src/services/debug/Integrity.ts"
import { StorageUse } from "../../src/services/storage/StorageUse.ts"
import { Outbox } from "../../src/services/sync/Outbox.ts"
import type { Device } from "../simulation/actors.ts"
import { chatIdOf } from "../support/ids.ts"
import { databaseFile } from "../support/disk.ts"
import {
  addMessage,
  apply,
  areEqual,
  changeChat,
  connect,
  createChat,
  deleteChat,
  makeWorld,
  pass,
  settle,
  startDevice,
  startServer,
  startSignedIn,
  values,
} from "./exchange.ts"

const run = (device: Device, strategy: CleanUpStrategy) =>
  device.run(Effect.flatMap(CleanUp, (it) => it.run(strategy)))
const preview = (device: Device) => device.run(Effect.flatMap(CleanUp, (it) => it.preview))
const weigh = (device: Device) => device.run(Effect.flatMap(StorageUse, (it) => it.measure))
const problems = (device: Device) =>
  device.run(Effect.flatMap(Integrity, (it) => Effect.map(it.check, (report) => report.problems)))

it.scoped(
  "acknowledged changes go at once, but not those of the last hour, nor what was refused or waits",
  () =>
    Effect.gen(function* () {
      const world = makeWorld()
      const server = yield* startServer(world)
      const [a, b] = [yield* startSignedIn(world), yield* startSignedIn(world)]
      const cloud = connect(server)
      yield* apply(a, createChat(0), addMessage(0, "Old"))
      yield* settle(cloud, a, b)
      // what no server takes: a stamp of another device
      yield* apply(a, changeChat(0, { title: "Refused" }))
      yield* values(
        a,
        `UPDATE sync_event SET "timestamp" = substr("timestamp", 1, 15) || '${"z".repeat(21)}'
        WHERE synced = 0`,
      )
      yield* settle(cloud, a, b)
      assert.strictEqual(yield* a.run(Effect.flatMap(Outbox, (it) => it.refusedCount)), 1)
      assert.deepStrictEqual((yield* preview(a)).events, { events: 0, bytes: 0 })

      yield* pass(world, 2 * 3_600_000)
      yield* apply(a, addMessage(1, "Recent"))
      yield* settle(cloud, a, b)
      yield* apply(a, addMessage(3, "Waits"))
      const before = yield* weigh(a)
      const { events } = yield* preview(a)
      assert.strictEqual(events.events, 2)
      assert.deepStrictEqual(yield* run(a, { _tag: "DropEvents" }), { rows: 2, bytes: events.bytes })
      const after = yield* weigh(a)
      assert.strictEqual(before.history - after.history, events.bytes)
      assert.strictEqual(after.waiting, before.waiting)
      assert.strictEqual(yield* a.run(Effect.flatMap(Outbox, (it) => it.refusedCount)), 1)
      assert.deepStrictEqual(yield* problems(a), [])
      assert.deepStrictEqual((yield* preview(a)).events, { events: 0, bytes: 0 })

      yield* settle(cloud, a, b)
      yield* areEqual(server, a, b)
    }),
)

/** A device of which most is erased, so that most of its file is free. */
const halfEmpty = Effect.gen(function* () {
  const device = yield* startDevice(makeWorld())
  yield* apply(device, createChat(0), createChat(1))
  const text = "x".repeat(100_000)
  for (let n = 0; n < 20; n++) yield* apply(device, addMessage(n, text))
  yield* apply(device, addMessage(99, "Stays", { chatId: chatIdOf(1), parentId: null }), deleteChat(0))
  yield* run(device, { _tag: "EmptyTrash", until: (yield* preview(device)).at, upTo: null })
  return device
})

const fileBytes = (device: Device) => device.disk().files.get(databaseFile)?.length ?? 0
const logBytes = (device: Device) => device.disk().files.get(`${databaseFile}-wal`)?.length ?? 0

it.scoped("the file becomes smaller on the disk by what was foretold, and stays whole", () =>
  Effect.gen(function* () {
    const device = yield* halfEmpty
    const { file } = yield* preview(device)
    assert.strictEqual(file.blocked, null)
    assert.isAbove(file.bytes, 2_000_000)
    const before = (yield* weigh(device)).file
    const { bytes } = yield* run(device, { _tag: "CompactFile" })
    assert.isAtLeast(bytes, file.bytes)
    assert.isBelow(bytes, file.bytes * 1.05)
    assert.strictEqual(fileBytes(device), before - bytes)
    assert.strictEqual(logBytes(device), 0)
    assert.deepStrictEqual(yield* problems(device), [])
    assert.deepStrictEqual((yield* preview(device)).file, { bytes: 0, blocked: "nothing-free" })
    assert.strictEqual((yield* run(device, { _tag: "CompactFile" })).bytes, 0)
  }),
)

it.scoped("without room, or without power, it stays as it was", () =>
  Effect.gen(function* () {
    const device = yield* halfEmpty
    device.disk().refusal = 13
    const full = yield* Effect.flip(run(device, { _tag: "CompactFile" }))
    assert.strictEqual(full._tag, "StorageFull")
    device.disk().refusal = undefined
    assert.deepStrictEqual(yield* problems(device), [])
    yield* apply(device, addMessage(100, "Written after", { chatId: chatIdOf(1) }))

    for (const writes of [1, 5, 20, 40, 60]) {
      yield* device.runUntil(
        writes,
        Effect.flatMap(CleanUp, (it) => it.run({ _tag: "CompactFile" })),
      )
      assert.deepStrictEqual(yield* problems(device), [])
      assert.deepStrictEqual(yield* values(device, "SELECT content FROM message ORDER BY id"), [
        "Stays",
        "Written after",
      ])
    }
  }),
)

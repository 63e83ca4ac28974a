import { assert, it } from "@effect/vitest"
import { Effect, Either, FastCheck, Layer } from "effect"
import { Database } from "../../src/services/database/Database.ts"
import { Integrity } from "../../src/services/debug/Integrity.ts"
import { Mutations } from "../../src/services/chat/Mutations.ts"
import { SyncEventRepo } from "../../src/services/journal/SyncEventRepo.ts"
import { Identity } from "../../src/services/device/Identity.ts"
import { ErrorHandler } from "../../src/services/errors/ErrorHandler.ts"
import type { Disk } from "../support/DiskVfs.ts"
import { copyOf, diskOf, layerDisk, makeDisk } from "../support/disk.ts"
import { history, mutationsOf } from "../support/histories.ts"
import { reopened, TestApp, TestBrowser } from "../support/platform.ts"
import { dump } from "../support/tables.ts"

const on = (disk: Disk) =>
  Layer.mergeAll(layerDisk(disk), TestBrowser, ErrorHandler.layer({ logging: false, cures: {} }))

const applyAll = (steps: Parameters<typeof mutationsOf>[0]) =>
  Effect.gen(function* () {
    const mutations = yield* Mutations
    yield* mutations.apply(mutationsOf(steps, yield* Identity))
  })

it.effect.prop(
  "S1: what was confirmed is there after the power went, and what was not is there whole or not at all",
  [history, FastCheck.nat(120)],
  ([steps, writes]) =>
    Effect.gen(function* () {
      const disk = makeDisk()
      const confirmed: Array<string> = []
      const sent = yield* Effect.gen(function* () {
        const mutations = yield* Mutations
        const all = mutationsOf(steps, yield* Identity)
        disk.power = writes
        for (const mutation of all) {
          const outcome = yield* Effect.either(mutations.apply([mutation]))
          if (Either.isRight(outcome)) confirmed.push(mutation.eventId)
        }
        return all
      }).pipe(reopened, Effect.provide(on(disk)))

      yield* Effect.gen(function* () {
        const events = (yield* Effect.flatMap(SyncEventRepo, (it) => it.newest(500))).toReversed()
        const there = events.map(({ id }) => id)
        assert.includeMembers(there, confirmed)
        assert.includeMembers(
          sent.map(({ eventId }) => eventId),
          there,
        )
        assert.deepStrictEqual((yield* Effect.flatMap(Integrity, (it) => it.check)).problems, [])
        // whoever heard no answer asks again
        yield* Effect.flatMap(Mutations, (it) => it.apply(sent))
        assert.deepStrictEqual((yield* Effect.flatMap(Integrity, (it) => it.check)).problems, [])
      }).pipe(reopened, Effect.provide(on(copyOf(disk))))
    }),
  { fastCheck: { numRuns: 15 }, timeout: 60_000 },
)

it.effect.prop(
  "a copy of the database opens elsewhere and holds the same rows",
  [history],
  ([steps]) =>
    Effect.gen(function* () {
      const [bytes, rows] = yield* Effect.gen(function* () {
        yield* applyAll(steps)
        return [yield* Effect.flatMap(Database, (it) => it.serialize), yield* dump] as const
      }).pipe(Effect.provide(TestApp))
      assert.strictEqual(new TextDecoder().decode(bytes.slice(0, 15)), "SQLite format 3")
      yield* Effect.gen(function* () {
        assert.deepStrictEqual(yield* dump, rows)
        assert.deepStrictEqual((yield* Effect.flatMap(Integrity, (it) => it.check)).problems, [])
      }).pipe(reopened, Effect.provide(on(diskOf(bytes))))
    }),
  { fastCheck: { numRuns: 8 }, timeout: 60_000 },
)

it.effect("a copy holds what still lies in the write-ahead log, and does not ask for that log", () =>
  Effect.gen(function* () {
    const disk = makeDisk()
    const bytes = yield* Effect.gen(function* () {
      yield* Effect.flatMap(Mutations, (it) =>
        it.apply([
          { _tag: "CreateChat", eventId: "e".repeat(21), chatId: "c".repeat(21), title: "In the log" },
        ]),
      )
      return yield* Effect.flatMap(Database, (it) => it.serialize)
    }).pipe(reopened, Effect.provide(on(disk)))
    // bytes 18 and 19 are 1 for a file without a log, 2 for one with
    assert.deepStrictEqual(Array.from(bytes.slice(18, 20)), [1, 1])
    const pages = new DataView(bytes.buffer).getUint32(28)
    assert.strictEqual(bytes.length, pages * new DataView(bytes.buffer).getUint16(16))
    const titles = yield* Effect.provide(dump, layerDisk(diskOf(bytes)))
    assert.deepInclude(titles["chat"]?.[0], { title: "In the log" })
  }),
)

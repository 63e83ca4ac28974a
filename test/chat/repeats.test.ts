import { assert, layer } from "@effect/vitest"
import { Effect, FastCheck, TestClock } from "effect"
import { Mutations } from "../../src/services/chat/Mutations.ts"
import { Identity } from "../../src/services/device/Identity.ts"
import { history, mutationsOf } from "../support/histories.ts"
import { TestApp } from "../support/platform.ts"
import { dump, wipe } from "../support/tables.ts"

const ends = FastCheck.tuple(FastCheck.nat(24), FastCheck.nat(24))

layer(TestApp)("a mutation repeated", (it) => {
  it.effect.prop(
    "changes nothing and says so, whichever stretch of a history it is repeated with",
    [history, ends],
    ([steps, [from, to]]) =>
      Effect.gen(function* () {
        yield* wipe
        const mutations = yield* Mutations
        const all = mutationsOf(steps, yield* Identity)
        assert.deepStrictEqual(
          yield* mutations.apply(all),
          all.map(() => "applied" as const),
        )
        const before = yield* dump
        yield* TestClock.adjust("1 second")
        const again = all.slice(Math.min(from, to), Math.max(from, to))
        assert.deepStrictEqual(
          yield* mutations.apply(again),
          again.map(() => "duplicate" as const),
        )
        assert.deepStrictEqual(yield* dump, before)
      }),
    { fastCheck: { numRuns: 40 } },
  )

  it.effect.prop(
    "within its own batch counts once and says so",
    [history, FastCheck.nat(24)],
    ([steps, cut]) =>
      Effect.gen(function* () {
        const mutations = yield* Mutations
        const all = mutationsOf(steps, yield* Identity)
        const repeated = all.slice(0, cut)

        yield* wipe
        yield* mutations.apply(all)
        const once = rowsOf(yield* dump)

        yield* wipe
        const outcome = yield* mutations.apply([...all, ...repeated])
        assert.deepStrictEqual(rowsOf(yield* dump), once)
        assert.deepStrictEqual(
          outcome.slice(0, all.length),
          all.map(() => "applied" as const),
        )
        assert.deepStrictEqual(
          outcome.slice(all.length),
          repeated.map(() => "duplicate" as const),
        )
      }),
    { fastCheck: { numRuns: 40 } },
  )

  it.effect.prop(
    "together with new ones lets those through",
    [history, FastCheck.nat(24)],
    ([steps, cut]) =>
      Effect.gen(function* () {
        yield* wipe
        const mutations = yield* Mutations
        const all = mutationsOf(steps, yield* Identity)
        yield* mutations.apply(all.slice(0, cut))
        assert.deepStrictEqual(
          yield* mutations.apply(all),
          all.map((_, index) => (index < cut ? ("duplicate" as const) : ("applied" as const))),
        )
        const numbers = (yield* dump)["sync_event"] ?? []
        assert.strictEqual(numbers.length, all.length)
      }),
    { fastCheck: { numRuns: 20 } },
  )
})

/** Without what differs between two databases that took the same changes: clocks, and the index's own pages. */
const rowsOf = (tables: Readonly<Record<string, ReadonlyArray<object>>>) =>
  Object.entries(tables)
    .filter(([name]) => !name.includes("_fts"))
    .map(([name, rows]) => [
      name,
      rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).filter(([column]) => !["clocks", "timestamp"].includes(column)),
        ),
      ),
    ])

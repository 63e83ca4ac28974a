import { assert, layer } from "@effect/vitest"
import { SqlClient } from "@effect/sql"
import { Effect, FastCheck, Stream } from "effect"
import { storageErrorOf } from "../../src/services/database/storageErrorOf.ts"
import { MemoryDatabase } from "../support/platform.ts"

const value = FastCheck.oneof(
  FastCheck.string({ unit: "grapheme" }).filter((it) => it.isWellFormed() && !it.includes("\u0000")),
  FastCheck.integer(),
  FastCheck.double({ noNaN: true, noDefaultInfinity: true }).map((it) => it + 0),
  FastCheck.constant(null),
  FastCheck.uint8Array({ minLength: 1, maxLength: 20 }),
)

layer(MemoryDatabase)("a statement", (it) => {
  it.effect.prop(
    "gives back every value as it was given, whatever was bound before",
    [FastCheck.array(FastCheck.oneof(value, FastCheck.constant(undefined)), { minLength: 2, maxLength: 12 })],
    ([values]) =>
      Effect.gen(function* () {
        const sql = yield* SqlClient.SqlClient
        for (const it of values) {
          const rows = yield* sql.unsafe<{ v: unknown }>("SELECT ? AS v", [it])
          assert.deepStrictEqual(rows[0]?.v, it === undefined ? null : it)
        }
      }),
    { fastCheck: { numRuns: 60 } },
  )

  it.effect("stores true and false as 1 and 0, and a time as text", () =>
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const rows = yield* sql`SELECT ${true} AS a, ${false} AS b, ${new Date(0)} AS c`
      assert.deepStrictEqual(rows, [{ a: 1, b: 0, c: "1970-01-01T00:00:00.000Z" }])
    }),
  )

  it.effect("with a value that SQLite has not fails, and works again with another", () =>
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const select = (it: unknown) => sql.unsafe("SELECT ? AS v", [it])
      for (const odd of [Symbol("x"), { a: 1 }, () => 1]) {
        const error = storageErrorOf(yield* Effect.flip(select(odd)))
        assert.deepInclude(error, { _tag: "QueryFailed", code: 20 })
        assert.deepStrictEqual(yield* select(7), [{ v: 7 }])
      }
    }),
  )

  it.effect("is one of any number: more than are kept prepared, in any order, again and again", () =>
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const ask = (n: number) => sql.unsafe(`SELECT ${n} AS n, ? AS again`, [n])
      for (const round of [1, 2]) {
        for (let n = 0; n < 400; n++) {
          const rows = yield* ask((n * 7 * round) % 400)
          assert.deepStrictEqual(rows, [{ n: (n * 7 * round) % 400, again: (n * 7 * round) % 400 }])
        }
      }
    }),
  )

  it.effect("sees a table that was changed after it was prepared", () =>
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      yield* sql`CREATE TABLE shape (a)`
      yield* sql`INSERT INTO shape VALUES (1)`
      assert.deepStrictEqual(yield* sql`SELECT a FROM shape`, [{ a: 1 }])
      yield* sql`ALTER TABLE shape ADD COLUMN b DEFAULT 2`
      assert.deepStrictEqual(yield* sql`SELECT a FROM shape`, [{ a: 1 }])
      assert.deepStrictEqual(yield* sql`SELECT a, b FROM shape`, [{ a: 1, b: 2 }])
      yield* sql`DROP TABLE shape`
      const error = storageErrorOf(yield* Effect.flip(sql`SELECT a FROM shape`))
      assert.strictEqual(error._tag, "QueryFailed")
    }),
  )

  it.effect("run outside a transaction waits for its turn: a thousand at once all answer", () =>
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const rows = yield* Effect.forEach(
        Array.from({ length: 1_000 }, (_, n) => n),
        (n) => sql<{ n: number }>`SELECT ${n} AS n`,
        { concurrency: "unbounded" },
      )
      assert.deepStrictEqual(
        rows.map(([row]) => row?.n),
        Array.from({ length: 1_000 }, (_, n) => n),
      )
    }),
  )

  it.effect("gives its rows as arrays or as a stream too", () =>
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const select = sql`SELECT 1 AS a, 2 AS b UNION ALL SELECT 3, 4`
      assert.deepStrictEqual(yield* select.values, [
        [1, 2],
        [3, 4],
      ])
      assert.deepStrictEqual(Array.from(yield* Stream.runCollect(select.stream)), [
        { a: 1, b: 2 },
        { a: 3, b: 4 },
      ])
    }),
  )
})

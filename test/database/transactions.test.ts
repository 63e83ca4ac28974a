import { assert, it, layer } from "@effect/vitest"
import { SqlClient } from "@effect/sql"
import { Deferred, Effect, Exit, FastCheck, Fiber } from "effect"
import { withStorageErrors } from "../../src/services/database/storageErrorOf.ts"
import { MemoryDatabase } from "../support/platform.ts"
import { count } from "../support/tables.ts"

const start = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`DROP TABLE IF EXISTS child`
  yield* sql`DROP TABLE IF EXISTS note`
  yield* sql`CREATE TABLE note (id INTEGER PRIMARY KEY, who TEXT NOT NULL)`
  yield* sql`CREATE TABLE child (note_id INTEGER REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED)`
  return sql
})

const ids = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const rows = yield* sql<{ id: number }>`SELECT id FROM note ORDER BY id`
  return rows.map(({ id }) => id)
})

/** A transaction: what it writes, its parts in order, and whether it fails at its end. */
interface Plan {
  readonly parts: ReadonlyArray<Plan | number>
  readonly fails: boolean
}

const { plan } = FastCheck.letrec<{ plan: Plan }>((tie) => ({
  plan: FastCheck.record({
    parts: FastCheck.array(
      FastCheck.oneof({ maxDepth: 3, withCrossShrink: true }, FastCheck.nat(1_000_000), tie("plan")),
      { maxLength: 4 },
    ),
    fails: FastCheck.boolean(),
  }),
}))

/** What is there afterwards: nothing of a part that failed, all of the others. */
const kept = (it: Plan): ReadonlyArray<number> =>
  it.fails ? [] : it.parts.flatMap((part) => (typeof part === "number" ? [part] : kept(part)))

layer(MemoryDatabase)("a transaction", (it) => {
  it.effect("leaves no savepoint of an inner one behind", () =>
    Effect.gen(function* () {
      const sql = yield* start
      const inner = sql.withTransaction(sql`INSERT INTO note VALUES (1, 'x')`)
      const left = yield* Effect.flip(
        sql.withTransaction(Effect.zipRight(inner, sql`RELEASE SAVEPOINT nested_1`)),
      )
      assert.include(String(left.cause), "no such savepoint")
      assert.deepStrictEqual(yield* ids, [])
    }),
  )

  it.effect.prop(
    "nests: a part that fails takes back what it wrote and no more",
    [plan],
    ([whole]) =>
      Effect.gen(function* () {
        const sql = yield* start
        const run = (it: Plan): Effect.Effect<void, unknown> =>
          sql.withTransaction(
            Effect.gen(function* () {
              for (const part of it.parts) {
                if (typeof part === "number") yield* sql`INSERT OR IGNORE INTO note VALUES (${part}, 'x')`
                else yield* Effect.ignore(run(part))
              }
              if (it.fails) return yield* Effect.fail("as planned")
            }),
          )
        yield* Effect.ignore(run(whole))
        assert.deepStrictEqual(
          yield* ids,
          Array.from(new Set(kept(whole))).toSorted((a, b) => a - b),
        )
      }),
    { fastCheck: { numRuns: 60 } },
  )

  it.effect(
    "whose commit is refused fails with a typed error, changes nothing, and leaves the connection well",
    () =>
      Effect.gen(function* () {
        const sql = yield* start
        const error = yield* Effect.flip(
          withStorageErrors(
            sql.withTransaction(
              Effect.zipRight(sql`INSERT INTO note VALUES (1, 'x')`, sql`INSERT INTO child VALUES (99)`),
            ),
          ),
        )
        assert.deepInclude(error, { _tag: "QueryFailed", code: 787 })
        assert.deepStrictEqual(yield* ids, [])
        yield* sql.withTransaction(sql`INSERT INTO note VALUES (2, 'x')`)
        assert.deepStrictEqual(yield* ids, [2])
      }),
  )

  it.effect("that dies is rolled back, and so is one that is interrupted", () =>
    Effect.gen(function* () {
      const sql = yield* start
      const insert = sql`INSERT INTO note VALUES (1, 'x')`
      const died = yield* Effect.exit(sql.withTransaction(Effect.zipRight(insert, Effect.die("broken"))))
      assert.isTrue(Exit.isFailure(died))
      const inserted = yield* Deferred.make<void>()
      const fiber = yield* Effect.fork(
        sql.withTransaction(Effect.all([insert, Deferred.succeed(inserted, undefined), Effect.never])),
      )
      yield* Deferred.await(inserted)
      yield* Fiber.interrupt(fiber)
      assert.deepStrictEqual(yield* ids, [])
      yield* sql.withTransaction(insert)
      assert.deepStrictEqual(yield* ids, [1])
    }),
  )

  it.effect("keeps other fibers out until it ends, and they see all of it or nothing", () =>
    Effect.gen(function* () {
      const sql = yield* start
      const write = (who: number) =>
        sql.withTransaction(
          Effect.forEach(Array.from({ length: 5 }), () =>
            Effect.zipRight(Effect.yieldNow(), sql`INSERT INTO note (who) VALUES (${String(who)})`),
          ),
        )
      const seen: Array<number> = []
      const read = Effect.gen(function* () {
        yield* Effect.yieldNow()
        seen.push(yield* count("note"))
      })
      yield* Effect.all(
        Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? write(n) : read)),
        { concurrency: "unbounded" },
      )
      assert.isTrue(seen.every((n) => n % 5 === 0))
      const rows = yield* sql<{ who: string }>`SELECT who FROM note ORDER BY id`
      const runs = rows.filter(({ who }, index) => who !== rows[index - 1]?.who)
      assert.strictEqual(rows.length, 100)
      assert.strictEqual(runs.length, 20)
    }),
  )

  it.effect(
    "is not waited for by a fiber that is interrupted meanwhile, nor does that one take the turn with it",
    () =>
      Effect.gen(function* () {
        const sql = yield* start
        const entered = yield* Deferred.make<void>()
        const leave = yield* Deferred.make<void>()
        const holder = yield* Effect.fork(
          sql.withTransaction(Effect.zipRight(Deferred.succeed(entered, undefined), Deferred.await(leave))),
        )
        yield* Deferred.await(entered)
        const waiting = yield* Effect.all([
          Effect.fork(sql.withTransaction(sql`INSERT INTO note VALUES (1, 'x')`)),
          Effect.fork(sql`INSERT INTO note VALUES (2, 'x')`),
          Effect.fork(sql`INSERT INTO note VALUES (3, 'x')`),
        ])
        yield* Effect.yieldNow()
        yield* Fiber.interrupt(waiting[0])
        yield* Fiber.interrupt(waiting[1])
        yield* Deferred.succeed(leave, undefined)
        yield* Fiber.join(holder)
        yield* Fiber.join(waiting[2])
        assert.deepStrictEqual(yield* ids, [3])
      }),
  )

  it.effect("may be read from by several fibers at once, with the same statement", () =>
    Effect.gen(function* () {
      const sql = yield* start
      yield* sql`INSERT INTO note (who) WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 50)
        SELECT CAST(i AS TEXT) FROM n`
      const found = yield* sql.withTransaction(
        Effect.all(
          Array.from({ length: 10 }, (_, n) => sql`SELECT who FROM note WHERE id > ${n} ORDER BY id`),
          { concurrency: "unbounded" },
        ),
      )
      assert.deepStrictEqual(
        found.map((rows) => rows.length),
        Array.from({ length: 10 }, (_, n) => 50 - n),
      )
    }),
  )
})

it.effect("two databases know nothing of each other", () =>
  Effect.gen(function* () {
    const one = Effect.provide(Effect.zipRight(start, ids), MemoryDatabase)
    assert.deepStrictEqual(yield* Effect.all([one, one]), [[], []])
  }),
)

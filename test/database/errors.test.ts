import { assert, it } from "@effect/vitest"
import { SqlClient } from "@effect/sql"
import { Effect, Exit, Layer, Scope } from "effect"
import { storageErrorOf, withStorageErrors } from "../../src/services/database/storageErrorOf.ts"
import { contentsOf, databaseFile, diskOf, layerDisk, makeDisk } from "../support/disk.ts"
import { MemoryDatabase } from "../support/platform.ts"
import { count } from "../support/tables.ts"

const notes = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)`
  return sql
})

const large = "x".repeat(100_000)

it.effect(
  "a full database fails with StorageFull, takes nothing by half, and works again once there is room",
  () =>
    Effect.gen(function* () {
      const sql = yield* notes
      yield* sql`INSERT INTO note (text) VALUES ('before')`
      yield* sql`PRAGMA max_page_count = 60`
      const insert = (n: number) => sql`INSERT INTO note (text) VALUES (${`${large}${n}`})`
      const error = yield* Effect.flip(
        withStorageErrors(sql.withTransaction(Effect.forEach([1, 2, 3, 4, 5, 6, 7, 8, 9], insert))),
      )
      assert.strictEqual(error._tag, "StorageFull")
      assert.strictEqual(yield* count("note"), 1)
      const alone = yield* Effect.flip(withStorageErrors(Effect.forEach([1, 2, 3, 4, 5, 6, 7, 8, 9], insert)))
      assert.strictEqual(alone._tag, "StorageFull")
      yield* sql`DELETE FROM note WHERE text <> 'before'`
      yield* sql`PRAGMA max_page_count = 100000`
      yield* sql.withTransaction(Effect.forEach([1, 2, 3, 4, 5, 6, 7, 8, 9], insert))
      assert.strictEqual(yield* count("note"), 10)
    }).pipe(Effect.provide(MemoryDatabase)),
)

it.effect("a transaction within one that ran full does not go on outside of it", () =>
  Effect.gen(function* () {
    const sql = yield* notes
    yield* sql`PRAGMA max_page_count = 60`
    const fill = Effect.forEach(
      [1, 2, 3, 4, 5, 6, 7, 8, 9],
      (n) => sql`INSERT INTO note (text) VALUES (${`${large}${n}`})`,
    )
    const exit = yield* Effect.exit(
      sql.withTransaction(
        Effect.gen(function* () {
          yield* sql`INSERT INTO note (text) VALUES ('first')`
          yield* Effect.ignore(sql.withTransaction(fill))
          yield* sql`INSERT INTO note (text) VALUES ('last')`
        }),
      ),
    )
    assert.isTrue(Exit.isFailure(exit))
    assert.strictEqual(yield* count("note"), 0)
  }).pipe(Effect.provide(MemoryDatabase)),
)

it.effect("a constraint fails with QueryFailed and SQLite's own code", () =>
  Effect.gen(function* () {
    const sql = yield* notes
    yield* sql`INSERT INTO note VALUES (1, 'a')`
    const codeOf = (statement: Effect.Effect<unknown, unknown>) =>
      Effect.map(Effect.flip(statement), storageErrorOf)
    assert.deepInclude(yield* codeOf(sql`INSERT INTO note VALUES (2, 'a')`), {
      _tag: "QueryFailed",
      code: 2067,
    })
    assert.deepInclude(yield* codeOf(sql`INSERT INTO note VALUES (3, NULL)`), {
      _tag: "QueryFailed",
      code: 1299,
    })
    assert.deepInclude(yield* codeOf(sql`SELEC`), { _tag: "QueryFailed", code: 1 })
    assert.strictEqual(2067 & 0xff, 19)
    // prepared once more and kept: the second time it runs without promises
    assert.deepInclude(yield* codeOf(sql`INSERT INTO note VALUES (2, 'a')`), {
      _tag: "QueryFailed",
      code: 2067,
    })
    assert.strictEqual(yield* count("note"), 1)
  }).pipe(Effect.provide(MemoryDatabase)),
)

it.effect.each([
  ["that is no database", () => new TextEncoder().encode("x".repeat(100_000)), "StorageCorrupt"],
  ["whose header is cut", () => new TextEncoder().encode("SQLite format 3"), "StorageCorrupt"],
] as const)("a file %s does not open, says so, and is not changed", ([, bytes, tag]) =>
  Effect.gen(function* () {
    const disk = diskOf(bytes())
    const before = contentsOf(disk)
    const error = yield* Effect.flip(Effect.provide(Effect.void, layerDisk(disk)))
    assert.strictEqual(error._tag, tag)
    assert.deepStrictEqual(contentsOf(disk), before)
  }),
)

it.effect("a damaged page fails with StorageCorrupt when it is read", () =>
  Effect.gen(function* () {
    const disk = makeDisk()
    const rows = Array.from({ length: 50 }, (_, n) => ({ text: `${n}${large}` }))
    yield* Effect.flatMap(notes, (sql) => sql`INSERT INTO note ${sql.insert(rows)}`).pipe(
      Effect.provide(layerDisk(disk)),
    )
    const file = disk.files.get(databaseFile)
    if (file === undefined) return assert.fail("there is no file")
    // the pages after the first hold the table's rows
    file.fill(0xff, 8192, Math.floor(file.length * 0.8))
    const error = yield* Effect.flip(
      withStorageErrors(Effect.flatMap(SqlClient.SqlClient, (sql) => sql`SELECT * FROM note`)),
    ).pipe(Effect.provide(layerDisk(disk)))
    assert.strictEqual(error._tag, "StorageCorrupt")
  }),
)

it.effect.each([
  [13, "StorageFull"],
  [10, "StorageUnavailable"],
  [778, "StorageUnavailable"],
  [8, "StorageUnavailable"],
  [5, "StorageBusy"],
] as const)(
  "a file system that answers %d makes a commit fail with %s, and the next one works",
  ([code, tag]) =>
    Effect.gen(function* () {
      const disk = makeDisk()
      yield* Effect.gen(function* () {
        const sql = yield* notes
        disk.refusal = code
        const error = yield* Effect.flip(
          withStorageErrors(sql.withTransaction(sql`INSERT INTO note (text) VALUES (${large})`)),
        )
        assert.strictEqual(error._tag, tag)
        disk.refusal = undefined
        assert.strictEqual(yield* count("note"), 0)
        yield* sql.withTransaction(sql`INSERT INTO note (text) VALUES ('again')`)
        assert.strictEqual(yield* count("note"), 1)
      }).pipe(Effect.provide(layerDisk(disk)))
      assert.strictEqual(yield* Effect.provide(count("note"), layerDisk(disk)), 1)
    }),
)

it.effect("after the database was closed every statement and transaction says that it is closed", () =>
  Effect.gen(function* () {
    const scope = yield* Scope.make()
    const context = yield* Layer.buildWithScope(MemoryDatabase, scope)
    const sql = yield* Effect.provide(notes, context)
    yield* Scope.close(scope, Exit.void)
    const closed = { _tag: "StorageUnavailable", reason: "closed" } as const
    assert.deepInclude(yield* Effect.flip(withStorageErrors(sql`SELECT 1`)), closed)
    assert.deepInclude(yield* Effect.flip(withStorageErrors(sql.withTransaction(sql`SELECT 1`))), closed)
  }),
)

it.each([
  [new DOMException("", "QuotaExceededError"), "StorageFull"],
  [new DOMException("", "NoModificationAllowedError"), "StorageBusy"],
  [new DOMException("", "SecurityError"), "StorageUnavailable"],
  [new WebAssembly.CompileError("x"), "StorageUnavailable"],
  [new Error("x"), "QueryFailed"],
  ["x", "QueryFailed"],
  [undefined, "QueryFailed"],
])("%s is %s", (cause, tag) => {
  assert.strictEqual(storageErrorOf(cause)._tag, tag)
})

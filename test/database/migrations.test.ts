import { assert, it } from "@effect/vitest"
import { SqlClient } from "@effect/sql"
import { Cause, Effect, Exit } from "effect"
import { Database } from "../../src/services/database/Database.ts"
import { migrate, migrations, schemaVersion } from "../../src/services/database/Migrations.ts"
import { contentsOf, layerDisk, makeDisk } from "../support/disk.ts"
import { MemoryDatabase } from "../support/platform.ts"
import { dump } from "../support/tables.ts"

const newest = Math.max(...Object.keys(migrations).map((name) => Number.parseInt(name, 10)))

const schema = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  return yield* sql`SELECT type, name, sql FROM sqlite_master ORDER BY type, name`
})

const file = Effect.flatMap(Database, (database) => database.serialize)

it.effect("the migrations bring an empty database to the newest of them", () =>
  Effect.gen(function* () {
    assert.strictEqual(yield* schemaVersion(), 0)
    yield* migrate()
    assert.strictEqual(yield* schemaVersion(), newest)
  }).pipe(Effect.provide(MemoryDatabase)),
)

it.effect("migrating again changes nothing, on the same connection and on another", () =>
  Effect.gen(function* () {
    const disk = makeDisk()
    yield* Effect.provide(migrate(), layerDisk(disk))
    const before = contentsOf(disk)
    yield* Effect.provide(Effect.all([migrate(), migrate()]), layerDisk(disk))
    assert.deepStrictEqual(contentsOf(disk), before)
  }),
)

it.effect("a database that comes from an older version gets what is new, and keeps its rows", () =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const [first = ""] = Object.keys(migrations)
    const old = Object.fromEntries(Object.entries(migrations).filter(([name]) => name === first))
    yield* migrate(old)
    assert.strictEqual(yield* schemaVersion(), 1)
    yield* sql`INSERT INTO chat (id, user_id, title, created_at, updated_at, active_at) VALUES ('c', 'u', 't', 1, 1, 1)`
    yield* migrate()
    assert.strictEqual(yield* schemaVersion(), newest)
    assert.deepStrictEqual(yield* sql`SELECT id, title FROM chat`, [{ id: "c", title: "t" }])
  }).pipe(Effect.provide(MemoryDatabase)),
)

it.effect("a database of a newer version is SchemaTooNew, and not a byte of it is changed", () =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    yield* migrate()
    yield* sql`INSERT INTO effect_sql_migrations (migration_id, name) VALUES (${newest + 5}, 'later')`
    const before = yield* file
    const error = yield* Effect.flip(migrate())
    assert.deepInclude(error, { _tag: "SchemaTooNew", found: newest + 5, known: newest } as const)
    assert.deepStrictEqual(yield* file, before)
  }).pipe(Effect.provide(MemoryDatabase)),
)

it.effect("a file of a newer version is left as it lies on the disk by a whole opening", () =>
  Effect.gen(function* () {
    const disk = makeDisk()
    yield* Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      yield* migrate()
      yield* sql`INSERT INTO effect_sql_migrations (migration_id, name) VALUES (${newest + 1}, 'later')`
    }).pipe(Effect.provide(layerDisk(disk)))
    const before = contentsOf(disk)
    const error = yield* Effect.flip(Effect.provide(migrate(), layerDisk(disk)))
    assert.strictEqual(error._tag, "SchemaTooNew")
    assert.deepStrictEqual(contentsOf(disk), before)
  }),
)

const failing: Record<string, Effect.Effect<unknown, unknown, SqlClient.SqlClient>> = {
  "the SQL is wrong": Effect.flatMap(SqlClient.SqlClient, (sql) => sql`CREATE TABLE broken (`),
  "a row is in the way": Effect.flatMap(
    SqlClient.SqlClient,
    (sql) => sql`INSERT INTO sync_state VALUES ('a', NULL)`,
  ),
  "it fails": Effect.fail("no"),
}

it.effect.each(Object.entries(failing))(
  "a migration that stops because %s leaves everything as it was",
  ([, last]) =>
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      yield* migrate()
      yield* sql`INSERT INTO sync_state VALUES ('kept', '1')`
      const before = [yield* schema, yield* dump]
      const next = {
        ...migrations,
        "0100_good": Effect.flatMap(SqlClient.SqlClient, (it) => it`CREATE TABLE good (id)`),
        "0101_bad": Effect.asVoid(last),
      }
      const error = yield* Effect.flip(migrate(next))
      if (error._tag !== "MigrationFailed") return assert.fail(error._tag)
      assert.include(error.migration + error.detail, "bad")
      assert.deepStrictEqual([yield* schema, yield* dump], before)
      assert.strictEqual(yield* schemaVersion(), newest)
      // the next version of the application mends it
      yield* migrate({ ...next, "0101_bad": Effect.void })
      assert.strictEqual(yield* schemaVersion(), 101)
    }).pipe(Effect.provide(MemoryDatabase)),
)

it.effect("a migration that dies is a defect, and leaves everything as it was too", () =>
  Effect.gen(function* () {
    yield* migrate()
    const before = [yield* schema, yield* dump]
    const exit = yield* Effect.exit(migrate({ ...migrations, "0101_bad": Effect.die(new Error("broken")) }))
    assert.isTrue(Exit.isFailure(exit) && Cause.isDie(exit.cause))
    assert.deepStrictEqual([yield* schema, yield* dump], before)
  }).pipe(Effect.provide(MemoryDatabase)),
)

it.effect("a disk that is full during a migration is StorageFull, and the database is as it was", () =>
  Effect.gen(function* () {
    const disk = makeDisk()
    yield* Effect.gen(function* () {
      disk.refusal = 13
      const error = yield* Effect.flip(migrate())
      assert.strictEqual(error._tag, "StorageFull")
      disk.refusal = undefined
      assert.strictEqual(yield* schemaVersion(), 0)
      yield* migrate()
    }).pipe(Effect.provide(layerDisk(disk)))
  }),
)

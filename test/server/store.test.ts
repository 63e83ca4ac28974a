import { FileSystem, Path } from "@effect/platform"
import { NodeContext } from "@effect/platform-node"
import { SqlClient } from "@effect/sql"
import { assert, layer } from "@effect/vitest"
import { Context, Deferred, Effect, Exit, Fiber, Layer, Redacted } from "effect"
import type { StoreUnavailable } from "../../src/server/ServerErrors.ts"
import { layer as postgres } from "../../src/server/store/PostgresStore.ts"
import { preparedStore } from "../../src/server/store/prepared.ts"
import { layer as sqlite } from "../../src/server/store/SqliteStore.ts"
import { storageErrorOf } from "../../src/services/database/storageErrorOf.ts"
import { startPostgres } from "../support/postgres.ts"

/** Makes a database that is empty, and opens it as often as it is asked to. */
class Databases extends Context.Tag("test/Databases")<
  Databases,
  { readonly make: Effect.Effect<Layer.Layer<SqlClient.SqlClient, StoreUnavailable>> }
>() {}

const files = Layer.scoped(
  Databases,
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const folder = yield* fs.makeTempDirectoryScoped()
    let made = 0
    return { make: Effect.sync(() => sqlite(path.join(folder, `${(made += 1)}.sqlite`))) }
  }),
)

const postgresDatabases = Layer.scoped(
  Databases,
  Effect.map(startPostgres, ({ newDatabase }) => ({
    make: Effect.map(newDatabase, (url) => Layer.fresh(postgres(url))),
  })),
)

const open = (store: Layer.Layer<SqlClient.SqlClient, StoreUnavailable>) =>
  Effect.map(Layer.build(Layer.fresh(Layer.provideMerge(preparedStore, store))), (context) =>
    Context.get(context, SqlClient.SqlClient),
  )

const newStore = Effect.flatMap(Databases, ({ make }) => Effect.flatMap(make, open))

const counter = (sql: SqlClient.SqlClient) =>
  Effect.zipRight(
    sql`CREATE TABLE counter (id INTEGER PRIMARY KEY, n BIGINT NOT NULL)`,
    sql`INSERT INTO counter VALUES (1, 0)`,
  )

const read = (sql: SqlClient.SqlClient) =>
  Effect.map(sql<{ n: number }>`SELECT n FROM counter WHERE id = 1`, ([row]) => row?.n)

const stores = [
  { name: "a SQLite file", databases: files, savepoint: "nested_1" },
  { name: "PostgreSQL", databases: postgresDatabases, savepoint: "effect_sql_1" },
] as const

for (const { databases, name, savepoint } of stores) {
  layer(Layer.provideMerge(databases, NodeContext.layer), {
    excludeTestServices: true,
    timeout: "60 seconds",
  })(`store on ${name}`, (it) => {
    it.scoped("keeps its epoch when it is opened again, and has one of its own", () =>
      Effect.gen(function* () {
        const { make } = yield* Databases
        const store = yield* make
        const epochOf = (sql: SqlClient.SqlClient) => sql`SELECT value FROM server_state WHERE name = 'epoch'`
        const first = yield* Effect.scoped(Effect.flatMap(open(store), epochOf))
        const second = yield* Effect.scoped(Effect.flatMap(open(store), epochOf))
        const other = yield* Effect.flatMap(newStore, epochOf)
        assert.deepStrictEqual(second, first)
        assert.notDeepEqual(other, first)
      }),
    )

    it.scoped("gives whole numbers back as numbers", () =>
      Effect.gen(function* () {
        const sql = yield* newStore
        yield* counter(sql)
        yield* sql`UPDATE counter SET n = ${Number.MAX_SAFE_INTEGER}`
        assert.strictEqual(yield* read(sql), Number.MAX_SAFE_INTEGER)
        const [row] = yield* sql`SELECT count(*) AS n, max(n) AS m FROM counter`
        assert.deepStrictEqual({ ...row }, { n: 1, m: Number.MAX_SAFE_INTEGER })
      }),
    )

    it.scoped("loses no change of transactions side by side", () =>
      Effect.gen(function* () {
        const sql = yield* newStore
        yield* counter(sql)
        const add = sql.withTransaction(
          Effect.gen(function* () {
            yield* sql`UPDATE counter SET n = n WHERE id = 1`
            const n = yield* read(sql)
            yield* Effect.yieldNow()
            yield* sql`UPDATE counter SET n = ${(n ?? 0) + 1} WHERE id = 1`
          }),
        )
        yield* Effect.replicateEffect(add, 50, { concurrency: "unbounded", discard: true })
        assert.strictEqual(yield* read(sql), 50)
      }),
    )

    it.scoped("takes back the inner transaction alone when it alone fails", () =>
      Effect.gen(function* () {
        const sql = yield* newStore
        yield* counter(sql)
        yield* sql.withTransaction(
          Effect.gen(function* () {
            yield* sql`UPDATE counter SET n = 1`
            const inner = sql.withTransaction(
              Effect.zipRight(sql`UPDATE counter SET n = 2`, Effect.fail("no" as const)),
            )
            assert.isTrue(Exit.isFailure(yield* Effect.exit(inner)))
          }),
        )
        assert.strictEqual(yield* read(sql), 1)
      }),
    )

    it.scoped("leaves no savepoint behind, whether the inner transaction failed or not", () =>
      Effect.gen(function* () {
        const sql = yield* newStore
        yield* counter(sql)
        const add = Effect.asVoid(sql`UPDATE counter SET n = n + 1`)
        const failed = Effect.zipRight(add, Effect.fail("no" as const))
        for (const inner of [add, sql.withTransaction(add), Effect.ignore(sql.withTransaction(failed))]) {
          const left = yield* sql
            .withTransaction(
              Effect.zipRight(sql.withTransaction(inner), sql.unsafe(`RELEASE SAVEPOINT ${savepoint}`)),
            )
            .pipe(Effect.flip)
          assert.include(String(left.cause), "savepoint")
          yield* sql.withTransaction(sql.withTransaction(inner))
        }
        assert.strictEqual(yield* read(sql), 2)
      }),
    )

    it.scoped("takes back what an interrupted transaction did, and goes on", () =>
      Effect.gen(function* () {
        const sql = yield* newStore
        yield* counter(sql)
        const wrote = yield* Deferred.make<void>()
        const fiber = yield* Effect.fork(
          sql.withTransaction(
            Effect.gen(function* () {
              yield* sql`UPDATE counter SET n = 7`
              yield* Deferred.succeed(wrote, undefined)
              return yield* Effect.never
            }),
          ),
        )
        yield* Deferred.await(wrote)
        yield* Fiber.interrupt(fiber)
        assert.strictEqual(yield* read(sql), 0)
        yield* sql.withTransaction(sql`UPDATE counter SET n = 8`)
        assert.strictEqual(yield* read(sql), 8)
      }),
    )

    it.scoped("says what went wrong in the words of the device's database", () =>
      Effect.gen(function* () {
        const sql = yield* newStore
        yield* counter(sql)
        const twice = yield* Effect.flip(sql`INSERT INTO counter VALUES (1, 0)`)
        assert.deepInclude(storageErrorOf(twice), { _tag: "QueryFailed", code: 19 })
        const unknown = yield* Effect.flip(sql`SELECT * FROM nothing_of_this_name`)
        assert.strictEqual(storageErrorOf(unknown)._tag, "QueryFailed")
        // and inside a transaction, which then is over
        const inside = yield* sql
          .withTransaction(
            Effect.zipRight(sql`UPDATE counter SET n = 9`, sql`INSERT INTO counter VALUES (1, 0)`),
          )
          .pipe(Effect.flip)
        assert.deepInclude(storageErrorOf(inside), { _tag: "QueryFailed", code: 19 })
        assert.strictEqual(yield* read(sql), 0)
      }),
    )

    it.scoped("is not ready for a newer one's tables", () =>
      Effect.gen(function* () {
        const { make } = yield* Databases
        const store = yield* make
        const sql = yield* open(store)
        yield* sql`INSERT INTO effect_sql_migrations (migration_id, name) VALUES (9999, 'future')`
        const error = yield* Effect.flip(open(store))
        assert.deepInclude(error, { _tag: "SchemaTooNew", found: 9999 })
      }),
    )
  })
}

layer(Layer.provideMerge(postgresDatabases, NodeContext.layer), {
  excludeTestServices: true,
  timeout: "60 seconds",
})("a shared PostgreSQL", (it) => {
  it.scoped("is made ready once by many processes that begin at the same time", () =>
    Effect.gen(function* () {
      const { make } = yield* Databases
      const store = yield* make
      const opened = yield* Effect.all(
        Array.from({ length: 5 }, () => open(store)),
        { concurrency: "unbounded" },
      )
      const epochs = yield* Effect.forEach(opened, (sql) => sql`SELECT value FROM server_state`)
      assert.strictEqual(new Set(epochs.map((rows) => JSON.stringify(rows))).size, 1)
    }),
  )
})

layer(Layer.provideMerge(files, NodeContext.layer), { excludeTestServices: true })("a full disk", (it) => {
  it.scoped("ends the transaction: who goes on after it writes nothing", () =>
    Effect.gen(function* () {
      const sql = yield* newStore
      yield* sql`CREATE TABLE large (content TEXT)`
      const [pages] = yield* sql<{ page_count: number }>`PRAGMA page_count`
      yield* sql.unsafe(`PRAGMA max_page_count = ${(pages?.page_count ?? 0) + 2}`)
      const outcome = yield* sql
        .withTransaction(
          Effect.gen(function* () {
            yield* sql`INSERT INTO large VALUES ('small')`
            const full = yield* Effect.flip(sql`INSERT INTO large VALUES (${"x".repeat(1_000_000)})`)
            assert.strictEqual(storageErrorOf(full)._tag, "StorageFull")
            yield* sql`INSERT INTO large VALUES ('after')`
          }),
        )
        .pipe(Effect.exit)
      const rows = yield* sql<{ content: string }>`SELECT content FROM large`
      // SQLite may have taken back the statement alone, or all of them, but never some
      const contents = rows.map(({ content }) => content)
      assert.deepStrictEqual(contents, Exit.isSuccess(outcome) ? ["small", "after"] : [])
      yield* sql.withTransaction(sql`DELETE FROM large`)
      yield* sql`INSERT INTO large VALUES ('again')`
    }),
  )
})

const openingFails = (store: Layer.Layer<SqlClient.SqlClient, StoreUnavailable>) =>
  Effect.scoped(Effect.flip(Layer.build(Layer.fresh(store))))

layer(NodeContext.layer, { excludeTestServices: true })("a store that cannot be", (it) => {
  it.scoped("is said in one sentence, without the password", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const folder = yield* fs.makeTempDirectoryScoped()
      const damaged = path.join(folder, "damaged.sqlite")
      yield* fs.writeFileString(damaged, "this is no database ".repeat(100))
      const notOne = yield* openingFails(sqlite(damaged))
      assert.include(notOne.message, "file is not a database")
      const nowhere = yield* openingFails(sqlite(path.join(folder, "no", "such", "folder.sqlite")))
      assert.include(nowhere.message, "cannot be used")
      const refused = yield* openingFails(postgres(Redacted.make("postgres://me:hunter2@127.0.0.1:1/chat")))
      assert.include(refused.message, "chat at 127.0.0.1:1")
      assert.include(refused.message, "ECONNREFUSED")
      assert.notInclude(refused.message, "hunter2")
    }),
  )
})

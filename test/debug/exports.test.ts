import { assert, layer } from "@effect/vitest"
import { SqlClient } from "@effect/sql"
import { Chunk, Effect, FastCheck, Schema, Stream, TestClock } from "effect"
import { Drafts } from "../../src/services/chat/Drafts.ts"
import { Mutations } from "../../src/services/chat/Mutations.ts"
import { Database } from "../../src/services/database/Database.ts"
import { schemaVersion } from "../../src/services/database/Migrations.ts"
import { Exports } from "../../src/services/debug/Exports.ts"
import { Facts } from "../../src/services/debug/Facts.ts"
import { History } from "../../src/services/debug/History.ts"
import { Identity } from "../../src/services/device/Identity.ts"
import { history, mutationsOf, text } from "../support/histories.ts"
import { chatIdOf, eventIdOf, tabOf } from "../support/ids.ts"
import { TestApp } from "../support/platform.ts"
import { dump, wipe } from "../support/tables.ts"

const Exported = Schema.parseJson(
  Schema.Struct({
    format: Schema.String,
    schema: Schema.Number,
    exportedAt: Schema.String,
    tables: Schema.Record({ key: Schema.String, value: Schema.Array(Schema.Object) }),
  }),
)

const exported = Effect.gen(function* () {
  const { json } = yield* Exports
  return yield* Schema.decode(Exported)(Chunk.join(yield* Stream.runCollect(json), ""))
})

const createChat = (n: number) =>
  ({ _tag: "CreateChat", eventId: eventIdOf(n), chatId: chatIdOf(n), title: `Chat ${n}` }) as const

layer(TestApp)("an export", (it) => {
  it.effect.prop(
    "as JSON parses and holds every row of every table as it is",
    [history, text],
    ([steps, draft]) =>
      Effect.gen(function* () {
        yield* wipe
        yield* TestClock.setTime(86_400_000)
        const mutations = yield* Mutations
        yield* mutations.apply(mutationsOf(steps, yield* Identity))
        yield* Effect.flatMap(Drafts, (it) => it.put({ key: "new", tab: tabOf(0), content: draft }))
        const rows = yield* dump
        const { tables, ...head } = yield* exported
        assert.deepStrictEqual(head, {
          format: "openchat-database",
          schema: yield* schemaVersion(),
          exportedAt: "1970-01-02T00:00:00.000Z",
        })
        const kept = ["user", "device", "chat", "message", "sync_event", "sync_config", "conflict", "draft"]
        assert.sameMembers(Object.keys(tables), kept)
        for (const table of kept) {
          const all = rows[table] ?? []
          assert.deepStrictEqual(tables[table], all, table)
        }
      }),
    { fastCheck: { numRuns: 20 } },
  )

  it.effect("of more rows than are read at once holds each of them once", () =>
    Effect.gen(function* () {
      yield* wipe
      const mutations = yield* Mutations
      yield* mutations.apply(Array.from({ length: 1_203 }, (_, n) => createChat(n)))
      const { tables } = yield* exported
      const ids = (tables["chat"] ?? []).flatMap((row) => ("id" in row ? [row.id] : []))
      assert.strictEqual(ids.length, 1_203)
      assert.strictEqual(new Set(ids).size, 1_203)
    }),
  )

  it.effect("as a file comes in pieces that joined are the copy of the database", () =>
    Effect.gen(function* () {
      yield* wipe
      const mutations = yield* Mutations
      yield* mutations.apply([
        createChat(0),
        ...Array.from({ length: 4 }, (_, n) => ({
          ...({ _tag: "UpdateChat", eventId: eventIdOf(n + 1), chatId: chatIdOf(0) } as const),
          patch: { systemPrompt: `${n}`.repeat(900_000) },
        })),
      ])
      const { sqlite } = yield* Exports
      const pieces = Array.from(yield* Stream.runCollect(sqlite))
      assert.isAbove(pieces.length, 1)
      assert.isTrue(pieces.every((piece) => piece.length <= 1_048_576 && piece.length > 0))
      const whole = yield* Effect.flatMap(Database, (it) => it.serialize)
      assert.strictEqual(Buffer.compare(Buffer.concat(pieces), whole), 0)
    }),
  )
})

layer(TestApp)("the facts", (it) => {
  it.effect.prop(
    "count what is there and what is not yet sent",
    [FastCheck.integer({ min: 0, max: 9 }), FastCheck.integer({ min: 0, max: 9 })],
    ([chats, deleted]) =>
      Effect.gen(function* () {
        yield* wipe
        const sql = yield* SqlClient.SqlClient
        const mutations = yield* Mutations
        yield* mutations.apply(Array.from({ length: chats }, (_, n) => createChat(n)))
        const gone = Math.min(chats, deleted)
        yield* mutations.apply(
          Array.from(
            { length: gone },
            (_, n) => ({ _tag: "DeleteChat", eventId: eventIdOf(100 + n), chatId: chatIdOf(n) }) as const,
          ),
        )
        yield* sql`UPDATE sync_event SET synced = 1 WHERE number <= ${gone}`
        const { counts } = yield* Effect.flatMap(Facts, (it) => it.read)
        assert.deepStrictEqual(counts, {
          chats: chats - gone,
          messages: 0,
          events: chats + gone,
          pending: chats,
        })
      }),
    { fastCheck: { numRuns: 20 } },
  )

  it.effect("say what the database is", () =>
    Effect.gen(function* () {
      const facts = yield* Effect.flatMap(Facts, (it) => it.read)
      const bytes = yield* Effect.flatMap(Database, (it) => it.serialize)
      assert.strictEqual(facts.fileSize, bytes.length)
      assert.match(facts.sqliteVersion, /^3\.\d+\.\d+$/)
      assert.deepStrictEqual(
        [facts.storage, facts.vfs, facts.journalMode, facts.schemaVersion],
        ["memory", "memory", "memory", yield* schemaVersion()],
      )
    }),
  )

  it.effect("the history holds the last changes, newest first", () =>
    Effect.gen(function* () {
      yield* wipe
      const mutations = yield* Mutations
      for (let n = 0; n < 5; n++) yield* mutations.apply([createChat(n)])
      const events = yield* Effect.flatMap(History, (it) => it.watch({ limit: 3 }).run)
      assert.deepStrictEqual(
        events.map(({ number }) => number),
        [5, 4, 3],
      )
    }),
  )
})

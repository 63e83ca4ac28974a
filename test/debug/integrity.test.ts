import { assert, it, layer } from "@effect/vitest"
import { SqlClient } from "@effect/sql"
import type { SqlError } from "@effect/sql/SqlError"
import { Effect, Layer } from "effect"
import type { MutationInput } from "../../src/domain/Mutation.ts"
import { Mutations } from "../../src/services/chat/Mutations.ts"
import { Integrity } from "../../src/services/debug/Integrity.ts"
import { ErrorHandler } from "../../src/services/errors/ErrorHandler.ts"
import { databaseFile, layerDisk, makeDisk } from "../support/disk.ts"
import { chatIdOf, eventIdOf, messageIdOf } from "../support/ids.ts"
import { reopened, TestApp, TestBrowser } from "../support/platform.ts"
import { wipe } from "../support/tables.ts"

const chatId = chatIdOf(0)

const add = (n: number): MutationInput => ({
  _tag: "AddMessage",
  eventId: eventIdOf(n),
  chatId,
  messageId: messageIdOf(n),
  role: "user",
  content: `wombat ${n}`,
})

/** A chat with three messages, one under the other. */
const begin = Effect.flatMap(Mutations, (it) =>
  it.apply([{ _tag: "CreateChat", eventId: eventIdOf(0), chatId, title: "Chat" }, add(1), add(2), add(3)]),
)

const problems = Effect.flatMap(Integrity, (it) => Effect.map(it.check, (report) => report.problems))

type Damage = (sql: SqlClient.SqlClient) => Effect.Effect<unknown, SqlError>

/** Each breaks one rule by hand, behind the application's back. */
const damages: ReadonlyArray<readonly [string, Damage]> = [
  [
    "1 chats or messages that no server has seen have no event (S1)",
    (sql) => sql`UPDATE sync_event SET operation = 'update' WHERE number = 4`,
  ],
  [
    "1 chats or messages that no server has seen have no event (S1)",
    (sql) => sql`INSERT INTO chat (id, user_id, title, created_at, updated_at, active_at)
      VALUES ('stray', 'u', 'Stray', 0, 0, 0)`,
  ],
  [
    "1 events that wait have no chat or message (S1)",
    (
      sql,
    ) => sql`INSERT INTO sync_event (id, entity_type, entity_id, operation, data, timestamp, user_id, device_id, number)
      VALUES ('x', 'chat', 'gone', 'create', '{}', '', 'u', 'another', 1)`,
  ],
  ["2 numbers of events are missing (S2)", (sql) => sql`UPDATE sync_event SET number = 6 WHERE number = 4`],
  ["3 messages lie under no chat", (sql) => sql`UPDATE message SET chat_id = 'nowhere'`],
  [
    "1 messages answer a message that is not there",
    (sql) => sql`UPDATE message SET parent_id = 'nowhere' WHERE id = ${messageIdOf(2)}`,
  ],
  ["1 chats show a branch that does not end (B1)", (sql) => sql`UPDATE chat SET leaf_id = ${messageIdOf(2)}`],
  ["1 chats show a branch that does not end (B1)", (sql) => sql`UPDATE chat SET leaf_id = 'nowhere'`],
  ["1 chats with messages show none (B1)", (sql) => sql`UPDATE chat SET leaf_id = NULL`],
  [
    "the search index differs from the messages: The database file is damaged. It has not been changed.",
    (sql) => sql`INSERT INTO message_fts (message_fts) VALUES ('delete-all')`,
  ],
  [
    "the search index differs from the messages: The database file is damaged. It has not been changed.",
    (sql) => sql`INSERT INTO chat_fts (rowid, title) VALUES (999, 'nothing')`,
  ],
]

layer(TestApp)("the check of the whole database", (it) => {
  it.effect("finds nothing in a database that is well", () =>
    Effect.gen(function* () {
      yield* wipe
      yield* begin
      assert.deepStrictEqual(yield* problems, [])
    }),
  )
})

for (const [index, [problem, damage]] of damages.entries()) {
  it.effect(`the check finds by damage ${index} that ${problem}`, () =>
    Effect.gen(function* () {
      yield* begin
      assert.deepStrictEqual(yield* problems, [])
      yield* Effect.flatMap(SqlClient.SqlClient, damage)
      assert.include(yield* problems, problem)
    }).pipe(Effect.provide(TestApp)),
  )
}

it.effect("the check finds a page that was damaged on the disk", () =>
  Effect.gen(function* () {
    const disk = makeDisk()
    const on = Layer.mergeAll(layerDisk(disk), TestBrowser, ErrorHandler.layer({ logging: false, cures: {} }))
    const page = yield* Effect.gen(function* () {
      yield* begin
      const sql = yield* SqlClient.SqlClient
      const [row] = yield* sql<{ page: number }>`
        SELECT rootpage AS page FROM sqlite_master WHERE name = 'sqlite_autoindex_chat_1'`
      return row?.page ?? 0
    }).pipe(reopened, Effect.provide(on))
    const file = disk.files.get(databaseFile)
    if (file === undefined) return assert.fail("there is no file")
    const start = (page - 1) * 8192
    const at = Buffer.from(file).indexOf(chatId, start)
    assert.isBelow(at, start + 8192)
    file[at] = "Z".charCodeAt(0)
    const found = yield* problems.pipe(reopened, Effect.provide(on))
    assert.isTrue(
      found.some((line) => line.includes("index")),
      found.join(),
    )
  }),
)

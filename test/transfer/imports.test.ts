import { assert, layer } from "@effect/vitest"
import { SqlClient } from "@effect/sql"
import { Effect, Option, Stream, TestClock } from "effect"
import type { ChatId } from "../../src/domain/Ids.ts"
import { Mutations } from "../../src/services/chat/Mutations.ts"
import { ImportLog } from "../../src/services/transfer/ImportLog.ts"
import { Imports } from "../../src/services/transfer/Imports.ts"
import { ImportUndo } from "../../src/services/transfer/ImportUndo.ts"
import { eventIdOf, messageIdOf } from "../support/ids.ts"
import { TestApp } from "../support/platform.ts"
import { count, dump } from "../support/tables.ts"
import { chatGptConversation, manyConversations, openWebUiChat, tulips } from "./exportsOfOthers.ts"
import { importIdOf, importing, jsonFile, shownTexts } from "./support.ts"

const now = 1_800_000_000_000

const chatIdOfTitle = (title: string) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const [row] = yield* sql<{ id: ChatId }>`SELECT id FROM chat WHERE title = ${title}`
    return yield* Option.map(Option.fromNullable(row), ({ id }) => id)
  })

/** All but what only says that something was imported. */
const rest = Effect.map(dump, ({ chat_import: _, ...others }) => others)

const record = (n: number) =>
  Effect.gen(function* () {
    const { list } = yield* ImportLog
    return yield* Option.fromNullable((yield* list.run).find(({ id }) => id === importIdOf(n)))
  })

let made = 0
const nextEvent = () => eventIdOf(made++)

layer(TestApp)("an import", (it) => {
  it.effect("takes chats with their branches, and shows the branch that was shown", () =>
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      yield* TestClock.setTime(now)
      const counts = yield* importing(1, jsonFile("conversations.json", [tulips]))
      assert.deepStrictEqual(counts, { added: 1, grown: 0, known: 0, messages: 4, skipped: 0 })
      assert.deepStrictEqual(yield* shownTexts("Tulips"), [
        "When are tulips planted?",
        "In autumn.",
        "How deep?",
      ])
      const answers =
        yield* sql`SELECT content, model, created_at FROM message WHERE role = 'assistant' ORDER BY created_at`
      assert.deepStrictEqual(answers, [
        { content: "In spring.", model: "gpt-4o", created_at: 1_700_000_001_000 },
        { content: "In autumn.", model: "gpt-5", created_at: 1_700_000_002_000 },
      ])
      // each change waits to be sent
      assert.deepStrictEqual(yield* sql`SELECT count(*) AS n FROM sync_event WHERE synced = 0`, [{ n: 5 }])
    }),
  )

  it.effect("of the same file, whatever it is called, changes nothing", () =>
    Effect.gen(function* () {
      const before = yield* rest
      const counts = yield* importing(2, jsonFile("other name.json", [tulips]))
      assert.deepStrictEqual(counts, { added: 0, grown: 0, known: 1, messages: 0, skipped: 0 })
      assert.deepStrictEqual(yield* rest, before)
    }),
  )

  it.effect("of a file that has more since adds what is new", () =>
    Effect.gen(function* () {
      const more = chatGptConversation("c-tulips", "Tulips", [
        { id: "t1", parent: null, role: "user", text: "When are tulips planted?" },
        { id: "t2", parent: "t1", role: "assistant", text: "In autumn." },
        { id: "t4", parent: "t2", role: "user", text: "How deep?" },
        { id: "t5", parent: "t4", role: "assistant", text: "Three times their height." },
      ])
      const counts = yield* importing(3, jsonFile("conversations.json", [more, ...manyConversations(60)]))
      assert.deepStrictEqual(counts, { added: 60, grown: 1, known: 0, messages: 241, skipped: 0 })
      assert.deepStrictEqual((yield* shownTexts("Tulips")).slice(2), [
        "How deep?",
        "Three times their height.",
      ])
      assert.strictEqual(yield* count("message"), 245)
    }),
  )

  it.effect("leaves alone what the person changed since, and says what they threw away", () =>
    Effect.gen(function* () {
      const { apply } = yield* Mutations
      const [renamed, gone] = [yield* chatIdOfTitle("Chat 0"), yield* chatIdOfTitle("Chat 1")]
      yield* apply([
        {
          _tag: "UpdateChat",
          eventId: nextEvent(),
          chatId: renamed,
          patch: { title: "Mine", folder: "Kept" },
        },
        { _tag: "DeleteChat", eventId: nextEvent(), chatId: gone },
      ])
      const before = yield* rest
      const counts = yield* importing(4, jsonFile("f.json", manyConversations(60)))
      assert.deepStrictEqual(counts, { added: 0, grown: 0, known: 59, messages: 0, skipped: 1 })
      assert.deepStrictEqual((yield* record(4)).skipped, [
        { file: "f.json", title: "Chat 1", reason: "in-trash" },
      ])
      assert.deepStrictEqual(yield* rest, before)
    }),
  )

  it.effect("into a chat that the person went on with leaves what they read there", () =>
    Effect.gen(function* () {
      const { apply } = yield* Mutations
      const chatId = yield* chatIdOfTitle("Chat 2")
      const content = "My own question"
      const messageId = messageIdOf(1)
      yield* apply([{ _tag: "AddMessage", eventId: nextEvent(), chatId, messageId, role: "user", content }])
      const [, , two] = manyConversations(3, 6)
      const counts = yield* importing(5, jsonFile("f.json", [two]))
      assert.deepStrictEqual(counts, { added: 0, grown: 1, known: 0, messages: 2, skipped: 0 })
      assert.strictEqual((yield* shownTexts("Chat 2")).at(-1), content)
    }),
  )

  it.effect("undone takes away what it brought, and keeps what was written in since", () =>
    Effect.gen(function* () {
      const { undo } = yield* ImportUndo
      yield* TestClock.adjust("1 minute")
      // only what it added to a chat that was there
      assert.deepStrictEqual(yield* undo(importIdOf(5)), { removed: 0, kept: [] })
      assert.strictEqual((yield* shownTexts("Chat 2")).at(-1), "My own question")
      const undone = yield* undo(importIdOf(3))
      // one was thrown away before, one was written in
      assert.deepStrictEqual(undone, { removed: 58, kept: ["Chat 2"] })
      assert.deepStrictEqual(yield* undo(importIdOf(3)), undone)
      assert.deepStrictEqual(yield* shownTexts("Tulips"), [
        "When are tulips planted?",
        "In autumn.",
        "How deep?",
      ])
      assert.isNotNull((yield* record(3)).undoneAt)
    }),
  )

  it.effect("of what was undone brings it back, and can be undone again", () =>
    Effect.gen(function* () {
      const { undo } = yield* ImportUndo
      const counts = yield* importing(6, jsonFile("f.json", manyConversations(60)))
      assert.deepStrictEqual(counts, { added: 58, grown: 0, known: 1, messages: 232, skipped: 1 })
      assert.deepStrictEqual(yield* undo(importIdOf(6)), { removed: 58, kept: [] })
    }),
  )

  it.effect("that is stopped keeps what is in, and goes on where it was", () =>
    Effect.gen(function* () {
      const { start } = yield* Imports
      const many = manyConversations(150).map((chat) => ({ ...chat, conversation_id: `s-${chat.id}` }))
      const file = jsonFile("f.json", many)
      const first = yield* Stream.runHead(start(importIdOf(7), [file]))
      assert.isTrue(Option.isSome(first))
      const stopped = yield* record(7)
      assert.isNull(stopped.endedAt)
      assert.isBelow(stopped.counts.added, 150)
      // the same import: what it brought before is its own
      const counts = yield* importing(7, file)
      assert.deepStrictEqual(counts, { added: 150, grown: 0, known: 0, messages: 600, skipped: 0 })
      assert.isNotNull((yield* record(7)).endedAt)
      const { undo } = yield* ImportUndo
      assert.deepStrictEqual(yield* undo(importIdOf(7)), { removed: 150, kept: [] })
    }),
  )

  it.effect("says what it could not take, and takes the rest", () =>
    Effect.gen(function* () {
      const broken = { blob: new Blob(['[{"a":', "1}]"]), name: "broken.json" }
      const cut = {
        blob: new Blob([JSON.stringify([openWebUiChat]).slice(0, -1), ',{"id":"x"']),
        name: "cut.json",
      }
      const unreadable = { name: "gone.json", blob: new Blob(["x"]) }
      Object.assign(unreadable.blob, {
        stream: () => new ReadableStream({ pull: (it) => it.error(new Error("gone")) }),
      })
      const counts = yield* importing(8, broken, cut, unreadable)
      assert.deepStrictEqual(counts, { added: 1, grown: 0, known: 0, messages: 3, skipped: 3 })
      assert.deepStrictEqual((yield* record(8)).skipped, [
        { file: "broken.json", title: null, reason: "unknown-format" },
        { file: "cut.json", title: null, reason: "cut-off" },
        { file: "gone.json", title: null, reason: "unreadable" },
      ])
      const sql = yield* SqlClient.SqlClient
      assert.deepStrictEqual(
        yield* sql`SELECT pinned, archived, system_prompt FROM chat WHERE title = 'Bread'`,
        [{ pinned: 1, archived: 1, system_prompt: "Answer as a baker." }],
      )
    }),
  )
})

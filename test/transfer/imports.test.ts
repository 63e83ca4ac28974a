import { assert, layer } from "@effect/vitest"
import { SqlClient } from "@effect/sql"
import { Effect, TestClock } from "effect"
import { TestApp } from "../support/platform.ts"
import { count, dump } from "../support/tables.ts"
import { chatGptConversation, manyConversations, tulips } from "./exportsOfOthers.ts"
import { importing, jsonFile, shownTexts } from "./support.ts"

layer(TestApp)("an import", (it) => {
  it.effect("takes chats with their branches, and shows the branch that was shown", () =>
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      yield* TestClock.setTime(1_800_000_000_000)
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
    }),
  )

  it.effect("of the same file changes nothing", () =>
    Effect.gen(function* () {
      const { chat_import: _, ...before } = yield* dump
      const counts = yield* importing(2, jsonFile("other name.json", [tulips]))
      assert.deepStrictEqual(counts, { added: 0, grown: 0, known: 1, messages: 0, skipped: 0 })
      const { chat_import: __, ...after } = yield* dump
      assert.deepStrictEqual(after, before)
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
})

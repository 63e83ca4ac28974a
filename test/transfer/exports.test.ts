import { assert, layer } from "@effect/vitest"
import { SqlClient } from "@effect/sql"
import { Chunk, Effect, Redacted, Stream, TestClock } from "effect"
import { strFromU8, unzipSync } from "fflate"
import { ProviderId, PromptId } from "../../src/domain/Ids.ts"
import type { ExportRequest } from "../../src/domain/transfer/Export.ts"
import { Prompts } from "../../src/services/assistant/Prompts.ts"
import { Providers } from "../../src/services/assistant/Providers.ts"
import { Mutations } from "../../src/services/chat/Mutations.ts"
import { Identity } from "../../src/services/device/Identity.ts"
import { ChatExports } from "../../src/services/transfer/ChatExports.ts"
import { history, mutationsOf } from "../support/histories.ts"
import { chatIdOf, eventIdOf, messageIdOf } from "../support/ids.ts"
import { TestApp } from "../support/platform.ts"
import { count, dump, wipe } from "../support/tables.ts"
import { tulips } from "./exportsOfOthers.ts"
import { importing, jsonFile, shownTexts } from "./support.ts"

const now = 1_800_000_000_000

const all: ExportRequest = { format: "openchat", chatIds: null, branches: false }

const exported = (request: ExportRequest) =>
  Effect.gen(function* () {
    const { run } = yield* ChatExports
    return Buffer.concat(Chunk.toReadonlyArray(yield* Stream.runCollect(run(request))))
  })

const asFile = (bytes: Buffer) => ({ name: "openchat.zip", blob: new Blob([new Uint8Array(bytes)]) })

/** What an export keeps of the rows: all that a person made and did not throw away. */
const kept = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const chats = yield* sql`
    SELECT id, title, model, system_prompt, pinned, archived, folder, created_at FROM chat
    WHERE deleted_at IS NULL ORDER BY id`
  const messages = yield* sql`
    WITH RECURSIVE above(id, at) AS (
      SELECT id, parent_id FROM message
      UNION ALL
      SELECT above.id, m.parent_id FROM above JOIN message m ON m.id = above.at WHERE m.deleted_at IS NOT NULL
    )
    SELECT m.id, m.chat_id, p.at AS parent_id, m.edits, m.role, m.content, m.model, m.created_at,
      CASE m.status WHEN 'streaming' THEN 'stopped' ELSE m.status END AS status
    FROM message m JOIN chat c ON c.id = m.chat_id JOIN above p ON p.id = m.id
    WHERE m.deleted_at IS NULL AND c.deleted_at IS NULL
      AND (p.at IS NULL OR EXISTS (SELECT 1 FROM message a WHERE a.id = p.at AND a.deleted_at IS NULL))
    ORDER BY m.id`
  return { chats, messages }
})

/** Without what only an import leaves, and what only says when. */
const rows = Effect.map(dump, ({ chat_import: _, ...others }) => others)

layer(TestApp)("an export", (it) => {
  it.effect.prop(
    "that is imported into an empty database gives equal rows, and imported again changes nothing",
    [history],
    ([steps]) =>
      Effect.gen(function* () {
        yield* wipe
        yield* TestClock.setTime(now)
        const { apply } = yield* Mutations
        yield* apply(mutationsOf(steps, yield* Identity))
        const before = yield* kept
        const file = asFile(yield* exported(all))
        yield* wipe
        const counts = yield* importing(1, file)
        assert.strictEqual(counts.skipped, 0)
        assert.deepStrictEqual(yield* kept, before)
        assert.strictEqual(yield* count("message"), before.messages.length)
        const after = yield* rows
        yield* importing(2, file)
        assert.deepStrictEqual(yield* rows, after)
        // the same again: an export does not depend on how the rows came
        const again = unzipSync(yield* exported(all))
        const first = unzipSync(new Uint8Array(yield* Effect.promise(() => file.blob.arrayBuffer())))
        for (const name of ["chats.jsonl", "messages.jsonl"]) {
          const linesOf = (text: Uint8Array | undefined) =>
            strFromU8(text ?? new Uint8Array())
              .split("\n")
              .toSorted()
          assert.deepStrictEqual(linesOf(again[name]), linesOf(first[name]), name)
        }
      }),
    { fastCheck: { numRuns: 12 } },
  )

  it.effect("says what it is, has the prompts, and no key", () =>
    Effect.gen(function* () {
      yield* wipe
      yield* TestClock.setTime(now)
      const id = ProviderId.make("p".repeat(21))
      const providers = yield* Providers
      yield* providers.put({
        id,
        kind: "openai",
        name: "P",
        baseUrl: "https://x.example/v1",
        model: "m",
        parameters: { contextTokens: 4_000 },
      })
      yield* providers.setKey(id, Redacted.make("sk-secret-123456"))
      yield* Effect.flatMap(Prompts, (it) =>
        it.put({ id: PromptId.make("q".repeat(21)), name: "Short", content: "Be short." }),
      )
      yield* importing(3, jsonFile("f.json", [tulips]))
      const bytes = yield* exported(all)
      const files = unzipSync(bytes)
      assert.deepStrictEqual(Object.keys(files), [
        "manifest.json",
        "chats.jsonl",
        "messages.jsonl",
        "prompts.jsonl",
      ])
      const texts = Object.values(files).map((it) => strFromU8(it))
      assert.isFalse(texts.some((text) => text.includes("sk-secret") || text.includes("x.example")))
      const { userId } = yield* Identity
      assert.deepInclude(JSON.parse(texts[0] ?? ""), {
        format: "openchat-export",
        version: 1,
        exportedAt: new Date(now).toISOString(),
        person: userId,
        counts: { chats: 1, messages: 4, prompts: 1 },
      })
      yield* wipe
      yield* importing(4, asFile(bytes))
      assert.strictEqual(yield* count("prompt"), 1)
      assert.deepStrictEqual((yield* shownTexts("Tulips")).at(-1), "How deep?")
    }),
  )

  it.effect("of a newer version is refused whole", () =>
    Effect.gen(function* () {
      const counts = yield* importing(
        5,
        jsonFile("f.jsonl", { format: "openchat-export", version: 2 }, { kind: "chat", id: chatIdOf(1) }),
      )
      assert.deepStrictEqual([counts.added, counts.skipped], [0, 1])
    }),
  )

  it.effect("for people has what is shown, and the other branches if they are wanted", () =>
    Effect.gen(function* () {
      yield* wipe
      const odd = { ...tulips, title: '<b>Tulips</b> & "more"/..', conversation_id: "odd" }
      yield* importing(6, jsonFile("f.json", [odd]))
      const sql = yield* SqlClient.SqlClient
      const [row] = yield* sql<{ id: ReturnType<typeof chatIdOf> }>`SELECT id FROM chat`
      const { apply } = yield* Mutations
      const chatId = row?.id ?? chatIdOf(0)
      const content = "<script>alert(1)</script>\n```js\nif (a < b) {}\n```\nDone & dusted"
      yield* apply([
        {
          _tag: "AddMessage",
          eventId: eventIdOf(900),
          chatId,
          messageId: messageIdOf(77),
          role: "assistant",
          content,
        },
      ])
      const one = { chatIds: [chatId], branches: false } as const
      const markdown = (yield* exported({ ...one, format: "markdown" })).toString()
      assert.match(markdown, /^---\ntitle: "<b>Tulips<\/b> & \\"more\\"\/\.\."\nid: "/)
      assert.include(markdown, "\n## You\n")
      assert.include(markdown, "\n## Assistant (gpt-5)\n")
      assert.include(markdown, "How deep?")
      assert.notInclude(markdown, "In spring.")
      const whole = (yield* exported({ ...one, format: "markdown", branches: true })).toString()
      assert.include(whole, "# Another branch after “When are tulips planted?”")
      assert.include(whole, "In spring.")
      const html = (yield* exported({ ...one, format: "html", branches: true })).toString()
      assert.notInclude(html, "<script")
      assert.notInclude(html, "<b>Tulips")
      assert.include(html, "&lt;script&gt;alert(1)&lt;/script&gt;")
      assert.include(html, "<pre><code>if (a &lt; b) {}\n</code></pre>")
      assert.include(html, "In spring.")
      yield* importing(7, jsonFile("f.json", [tulips]))
      const names = Object.keys(
        unzipSync(yield* exported({ chatIds: null, format: "html", branches: false })),
      )
      assert.strictEqual(names.length, 2)
      for (const name of names) assert.match(name, /^[^\\/:*?"<>|]+ [\w-]{6}\.html$/)
    }),
  )
})

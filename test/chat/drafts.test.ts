import { assert, layer } from "@effect/vitest"
import { SqlClient } from "@effect/sql"
import { Effect, FastCheck } from "effect"
import { Drafts } from "../../src/services/chat/Drafts.ts"
import { text } from "../support/histories.ts"
import { chatIdOf } from "../support/ids.ts"
import { Platform, reopened, TestApp } from "../support/platform.ts"
import { count, wipe } from "../support/tables.ts"

const chatId = chatIdOf(0)
const keys = ["new", chatId, chatIdOf(1)] as const

layer(TestApp)("a draft", (it) => {
  it.effect.prop(
    "is what was put last, per composer, and an empty one is none",
    [
      FastCheck.array(
        FastCheck.tuple(FastCheck.constantFrom(...keys), FastCheck.oneof(FastCheck.constant(""), text)),
        { minLength: 1, maxLength: 12 },
      ),
    ],
    ([puts]) =>
      Effect.gen(function* () {
        yield* wipe
        const drafts = yield* Drafts
        const last = new Map<string, string>()
        for (const [key, content] of puts) {
          yield* drafts.put({ key, content })
          last.set(key, content)
        }
        for (const key of keys) {
          assert.strictEqual(yield* drafts.get({ key }), last.get(key) ?? "")
        }
        assert.strictEqual(
          yield* count("draft"),
          [...last.values()].filter((content) => content !== "").length,
        )
      }),
    { fastCheck: { numRuns: 40 } },
  )

  it.effect.each([
    ["NUL", "a\u0000", "InvalidInput"],
    ["half a surrogate pair", "\ud83d", "InvalidInput"],
    ["more than a MiB", "€".repeat(400_000), "PayloadTooLarge"],
  ] as const)("with %s is refused and the one before is kept", ([, content, tag]) =>
    Effect.gen(function* () {
      yield* wipe
      const drafts = yield* Drafts
      yield* drafts.put({ key: chatId, content: "kept" })
      const error = yield* Effect.flip(drafts.put({ key: chatId, content }))
      assert.strictEqual(error._tag, tag)
      assert.strictEqual(yield* drafts.get({ key: chatId }), "kept")
    }),
  )

  it.effect("of blanks is kept: somebody typed them", () =>
    Effect.gen(function* () {
      const drafts = yield* Drafts
      yield* drafts.put({ key: chatId, content: " \n" })
      assert.strictEqual(yield* drafts.get({ key: chatId }), " \n")
    }),
  )

  it.effect("is no event: it never leaves this device", () =>
    Effect.gen(function* () {
      yield* wipe
      yield* Effect.flatMap(Drafts, (it) => it.put({ key: "new", content: "x" }))
      const sql = yield* SqlClient.SqlClient
      assert.deepStrictEqual(yield* sql`SELECT * FROM sync_event`, [])
    }),
  )
})

layer(Platform)("a draft of another day", (it) => {
  it.effect("is there after an opening", () =>
    Effect.gen(function* () {
      yield* reopened(Effect.flatMap(Drafts, (it) => it.put({ key: chatId, content: "unsent" })))
      assert.strictEqual(yield* reopened(Effect.flatMap(Drafts, (it) => it.get({ key: chatId }))), "unsent")
    }),
  )
})

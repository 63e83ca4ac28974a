import { assert, layer } from "@effect/vitest"
import { SqlClient } from "@effect/sql"
import { Effect, FastCheck } from "effect"
import type { MutationInput } from "../../src/domain/Mutation.ts"
import { Mutations } from "../../src/services/chat/Mutations.ts"
import { Identity } from "../../src/services/device/Identity.ts"
import { Search } from "../../src/services/search/Search.ts"
import { history, mutationsOf } from "../support/histories.ts"
import { chatIdOf, eventIdOf, messageIdOf } from "../support/ids.ts"
import { TestApp } from "../support/platform.ts"
import { wipe } from "../support/tables.ts"

const chatId = chatIdOf(0)

const apply = (...mutations: ReadonlyArray<MutationInput>) =>
  Effect.flatMap(Mutations, (it) => it.apply(mutations))

const find = (text: string, limit = 100) => Effect.flatMap(Search, (it) => it.find({ text, limit }))

const idsOf = (text: string) =>
  Effect.map(find(text), (hits) => hits.map(({ chatId: chat, messageId }) => messageId ?? chat).toSorted())

/** A chat with these for its messages. */
const chatWith = (...contents: ReadonlyArray<string>) =>
  Effect.zipRight(
    wipe,
    apply(
      { _tag: "CreateChat", eventId: eventIdOf(0), chatId, title: "Untitled" },
      ...contents.map((content, n): MutationInput => ({
        _tag: "AddMessage",
        eventId: eventIdOf(n + 1),
        chatId,
        messageId: messageIdOf(n),
        role: "user",
        content,
      })),
    ),
  )

const next = eventIdOf(9_000)
const [first, second] = [messageIdOf(0), messageIdOf(1)]

layer(TestApp)("the search", (it) => {
  it.effect.prop(
    "its indexes agree with the rows after every history, and made anew they find the same",
    [history, FastCheck.constantFrom("a", "x", "drop", "naive", "line", "family", "שלום", "near")],
    ([steps, word]) =>
      Effect.gen(function* () {
        yield* wipe
        const search = yield* Search
        const mutations = yield* Mutations
        for (const mutation of mutationsOf(steps, yield* Identity)) yield* mutations.apply([mutation])
        yield* search.check
        const before = yield* find(word)
        yield* search.rebuild
        yield* search.check
        assert.deepStrictEqual(yield* find(word), before)
      }),
    { fastCheck: { numRuns: 30 } },
  )

  it.effect("every word must occur, the last one as a beginning", () =>
    Effect.gen(function* () {
      yield* chatWith("the quick brown fox", "the quick dog")
      assert.deepStrictEqual(yield* idsOf("quick"), [first, second])
      assert.deepStrictEqual(yield* idsOf("quick fo"), [first])
      assert.deepStrictEqual(yield* idsOf("fo quick"), [])
      assert.deepStrictEqual(yield* idsOf("quick brown d"), [])
      assert.deepStrictEqual(yield* idsOf("q"), [first, second])
    }),
  )

  it.effect("finds words with other marks or another case on their letters", () =>
    Effect.gen(function* () {
      yield* chatWith("Café Zürich", "CAFE zurich")
      for (const text of ["cafe", "CAFÉ", "cafe\u0301", "zür", "ZUR"]) {
        assert.deepStrictEqual(yield* idsOf(text), [first, second], text)
      }
    }),
  )

  it.effect("marks what it found in the text as it was written", () =>
    Effect.gen(function* () {
      yield* chatWith("One Café\nwith CAFE au lait")
      const [hit] = yield* find("cafe")
      assert.deepStrictEqual(
        hit?.snippet.filter(({ match }) => match).map(({ text }) => text),
        ["Café", "CAFE"],
      )
      assert.strictEqual(hit?.snippet.map(({ text }) => text).join(""), "One Café with CAFE au lait")
    }),
  )

  it.effect.each([
    `"`,
    `""`,
    "*",
    "^x",
    "-x",
    "(",
    ")",
    "NEAR(a b)",
    "a AND",
    "OR",
    "NOT a",
    "a:b",
    "{a}",
    "+",
    "\\",
    "%",
    "_",
    "'; DROP TABLE message; --",
    "😀",
    "\u0000",
    "\ud83d",
    "",
    " ",
    "a".repeat(50_000),
    "a ".repeat(5_000),
    "a\u0301\u0301\u0301",
    "\u0301",
    "near \u0301",
    "ﬁ",
    "ẞ",
    "İ",
    "x*y",
    "c++",
    "1.5",
    "…",
  ])("never fails on what is typed: %j", (text) =>
    Effect.gen(function* () {
      yield* chatWith("a b near x c")
      yield* find(text)
      assert.deepStrictEqual(yield* idsOf("near"), [first])
    }),
  )

  it.effect.prop(
    "never fails on any text, and finds every message by the words in it",
    [
      FastCheck.string({ unit: "grapheme", minLength: 1, maxLength: 60 }).filter(
        (it) => it.trim() !== "" && it.isWellFormed() && !it.includes("\u0000"),
      ),
    ],
    ([text]) =>
      Effect.gen(function* () {
        yield* chatWith(text)
        const hits = yield* find(text)
        const words = Array.from(text.matchAll(/[a-zA-Z0-9]+/g), ([it]) => it)
        for (const { snippet } of hits) assert.isTrue(snippet.some(({ match }) => match))
        // what is beside ASCII may be folded in more than one way
        if (/^[\x20-\x7e\n]+$/.test(text) && words.length > 0 && words.length <= 16) {
          assert.deepStrictEqual(
            hits.map(({ messageId }) => messageId),
            [first],
          )
        }
      }),
    { fastCheck: { numRuns: 60 } },
  )

  it.effect("follows a message through edit, deletion and restoring, and its chat", () =>
    Effect.gen(function* () {
      yield* chatWith("wombat")
      yield* apply({
        _tag: "UpdateMessage",
        eventId: next,
        chatId,
        messageId: first,
        patch: { content: "quokka" },
      })
      assert.deepStrictEqual([yield* idsOf("wombat"), yield* idsOf("quokka")], [[], [first]])
      yield* apply({ _tag: "DeleteMessage", eventId: eventIdOf(9_001), chatId, messageId: first })
      assert.deepStrictEqual(yield* idsOf("quokka"), [])
      yield* apply({ _tag: "RestoreMessage", eventId: eventIdOf(9_002), chatId, messageId: first })
      assert.deepStrictEqual(yield* idsOf("quokka"), [first])
      yield* apply({ _tag: "DeleteChat", eventId: eventIdOf(9_003), chatId })
      assert.deepStrictEqual(yield* idsOf("quokka"), [])
      yield* apply({ _tag: "RestoreChat", eventId: eventIdOf(9_004), chatId })
      assert.deepStrictEqual(yield* idsOf("quokka"), [first])
    }),
  )

  it.effect("finds a title, follows its change, and puts it before the messages that mention it", () =>
    Effect.gen(function* () {
      yield* chatWith("wombat wombat wombat")
      yield* apply({ _tag: "UpdateChat", eventId: next, chatId, patch: { title: "On the wombat" } })
      const hits = yield* find("wombat")
      assert.deepStrictEqual(
        hits.map(({ messageId }) => messageId),
        [null, first],
      )
      yield* apply({
        _tag: "UpdateChat",
        eventId: eventIdOf(9_001),
        chatId,
        patch: { title: "Other", archived: true },
      })
      const later = yield* find("wombat")
      assert.deepStrictEqual(
        later.map(({ messageId, archived }) => [messageId, archived]),
        [[first, true]],
      )
    }),
  )

  it.effect("among more than 200 matches ranks the newest, and gives as many as were asked for", () =>
    Effect.gen(function* () {
      yield* chatWith(...Array.from({ length: 300 }, (_, n) => `wombat ${n}`))
      assert.strictEqual((yield* find("wombat", 200)).length, 200)
      assert.strictEqual((yield* find("wombat", 7)).length, 7)
      const found = yield* idsOf("wombat")
      assert.include(found, messageIdOf(299))
      // a rarer word finds the old ones too
      assert.deepStrictEqual(yield* idsOf("wombat 0"), [messageIdOf(0)])
    }),
  )

  it.effect("matches in the trash do not take the places of those that are shown", () =>
    Effect.gen(function* () {
      yield* chatWith("wombat of old")
      const other = chatIdOf(1)
      yield* apply(
        { _tag: "CreateChat", eventId: next, chatId: other, title: "Later" },
        ...Array.from({ length: 250 }, (_, n): MutationInput => ({
          _tag: "AddMessage",
          eventId: eventIdOf(1_000 + n),
          chatId: other,
          messageId: messageIdOf(1_000 + n),
          role: "user",
          content: `wombat ${n}`,
        })),
        { _tag: "DeleteChat", eventId: eventIdOf(9_001), chatId: other },
      )
      assert.deepStrictEqual(yield* idsOf("wombat"), [first])
    }),
  )

  it.effect("a damaged index is found by the check and mended by the rebuild", () =>
    Effect.gen(function* () {
      yield* chatWith("wombat")
      const sql = yield* SqlClient.SqlClient
      const search = yield* Search
      yield* sql`INSERT INTO message_fts (message_fts) VALUES ('delete-all')`
      assert.strictEqual((yield* Effect.flip(search.check))._tag, "StorageCorrupt")
      yield* search.rebuild
      yield* search.check
      assert.deepStrictEqual(yield* idsOf("wombat"), [first])
    }),
  )
})

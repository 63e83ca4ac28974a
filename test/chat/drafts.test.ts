import { assert, it as alone, layer } from "@effect/vitest"
import { SqlClient } from "@effect/sql"
import { Effect, FastCheck, Layer, TestClock } from "effect"
import { draftLock, type TabId, tabsIn } from "../../src/domain/Draft.ts"
import { joinDrafts } from "../../src/domain/joinDrafts.ts"
import { Drafts } from "../../src/services/chat/Drafts.ts"
import { OpenTabs } from "../../src/services/chat/OpenTabs.ts"
import * as LocalDatabase from "../../src/services/LocalDatabase.ts"
import { text } from "../support/histories.ts"
import { chatIdOf, tabOf } from "../support/ids.ts"
import { Platform, reopened } from "../support/platform.ts"
import { count, wipe } from "../support/tables.ts"

const chatId = chatIdOf(0)
const keys = ["new", chatId, chatIdOf(1)] as const
const [tab, other, third] = [tabOf(0), tabOf(1), tabOf(2)]

/** What a tab without anything of its own finds when no other is open. */
const left = (key: (typeof keys)[number]) => Effect.flatMap(Drafts, (it) => it.adopt({ key, tab: third }))

/** Tabs that are open and have something for it. */
let open: ReadonlyArray<TabId> = []
const Tabs = Layer.succeed(OpenTabs, { withDraft: () => Effect.sync(() => open) })
const App = Layer.provideMerge(LocalDatabase.layer, Layer.merge(Platform, Tabs))

layer(App)("a draft", (it) => {
  it.effect.prop(
    "is what was put last, per composer and tab, and an empty one is none",
    [
      FastCheck.array(
        FastCheck.tuple(
          FastCheck.constantFrom(...keys),
          FastCheck.constantFrom(tab, other),
          FastCheck.oneof(FastCheck.constant(""), text),
        ),
        { minLength: 1, maxLength: 12 },
      ),
    ],
    ([puts]) =>
      Effect.gen(function* () {
        yield* wipe
        const drafts = yield* Drafts
        const last = new Map<string, string>()
        for (const [key, from, content] of puts) {
          yield* drafts.put({ key, tab: from, content })
          last.set(`${key} ${from}`, content)
        }
        const filled = [...last.values()].filter((content) => content !== "")
        assert.strictEqual(yield* count("draft"), filled.length)
        for (const key of keys) {
          for (const from of [tab, other]) {
            open = from === tab ? [other] : [tab]
            const found = yield* drafts.adopt({ key, tab: third })
            assert.strictEqual(found, last.get(`${key} ${from}`) ?? "")
            // as it was
            yield* drafts.put({ key, tab: third, content: "" })
            yield* drafts.put({ key, tab: from, content: found })
          }
        }
        open = []
      }),
    { fastCheck: { numRuns: 40 } },
  )

  it.effect("of a tab that is gone comes before what is typed in the next one, once", () =>
    Effect.gen(function* () {
      yield* wipe
      const drafts = yield* Drafts
      yield* drafts.put({ key: "new", tab, content: "first" })
      yield* TestClock.adjust("1 second")
      yield* drafts.put({ key: "new", tab: other, content: "second" })
      yield* drafts.put({ key: chatId, tab, content: "elsewhere" })
      yield* drafts.put({ key: "new", tab: third, content: "third" })
      const adopt = drafts.adopt({ key: "new", tab: third })
      assert.strictEqual(yield* adopt, "first\nsecond")
      assert.strictEqual(yield* adopt, "")
      assert.strictEqual(yield* drafts.adopt({ key: "new", tab }), "first\nsecond\nthird")
      assert.strictEqual(yield* left(chatId), "elsewhere")
    }),
  )

  it.effect("that would not fit is left where it is", () =>
    Effect.gen(function* () {
      yield* wipe
      const drafts = yield* Drafts
      yield* drafts.put({ key: "new", tab, content: "x".repeat(700_000) })
      yield* drafts.put({ key: "new", tab: other, content: "y".repeat(700_000) })
      assert.strictEqual(yield* drafts.adopt({ key: "new", tab: other }), "")
      assert.strictEqual(yield* count("draft"), 2)
    }),
  )

  it.effect.each([
    ["NUL", "a\u0000", "InvalidInput"],
    ["half a surrogate pair", "\ud83d", "InvalidInput"],
    ["more than a MiB", "€".repeat(400_000), "PayloadTooLarge"],
  ] as const)("with %s is refused and the one before is kept", ([, content, tag]) =>
    Effect.gen(function* () {
      yield* wipe
      const drafts = yield* Drafts
      yield* drafts.put({ key: chatId, tab, content: "kept" })
      const error = yield* Effect.flip(drafts.put({ key: chatId, tab, content }))
      assert.strictEqual(error._tag, tag)
      assert.strictEqual(yield* left(chatId), "kept")
    }),
  )

  it.effect("of blanks is kept: somebody typed them", () =>
    Effect.gen(function* () {
      yield* wipe
      yield* Effect.flatMap(Drafts, (it) => it.put({ key: chatId, tab, content: " \n" }))
      assert.strictEqual(yield* left(chatId), " \n")
    }),
  )

  it.effect("is no event: it never leaves this device", () =>
    Effect.gen(function* () {
      yield* wipe
      yield* Effect.flatMap(Drafts, (it) => it.put({ key: "new", tab, content: "x" }))
      const sql = yield* SqlClient.SqlClient
      assert.deepStrictEqual(yield* sql`SELECT * FROM sync_event`, [])
    }),
  )
})

layer(Platform)("a draft of another day", (it) => {
  it.effect("is there after an opening", () =>
    Effect.gen(function* () {
      yield* reopened(Effect.flatMap(Drafts, (it) => it.put({ key: chatId, tab, content: "unsent" })))
      assert.strictEqual(yield* reopened(left(chatId)), "unsent")
    }),
  )
})

alone.prop("drafts are joined so that both are in it", [text, text], ([before, after]) => {
  const both = joinDrafts(before, after)
  assert.isTrue(both.startsWith(before) && both.endsWith(after))
  assert.strictEqual(joinDrafts(both, both), both)
})

alone("tabs are known by their locks, and by none of another composer", () => {
  const locks = [
    draftLock("new", tab),
    draftLock(chatId, other),
    draftLock("new", third),
    "openchat-database",
    "openchat-tab-1",
  ]
  assert.deepStrictEqual(tabsIn("new", locks), [tab, third])
  assert.deepStrictEqual(tabsIn(chatId, locks), [other])
})

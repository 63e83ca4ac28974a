import { assert, describe, it } from "@effect/vitest"
import { FastCheck } from "effect"
import { ChatId } from "../../src/domain/Ids.ts"
import { SearchShelf } from "../../src/domain/search/SearchFilters.ts"
import {
  dayOf,
  filtersOf,
  parseSearch,
  printSearch,
  type SearchQuery,
  startOfDay,
} from "../../src/domain/search/SearchQuery.ts"

const day = FastCheck.date({ min: new Date(1971, 0, 1), max: new Date(2100, 0, 1), noInvalidDate: true }).map(
  (date) => dayOf(date.getTime()),
)

/** Words that mean nothing but themselves. */
const words = FastCheck.array(FastCheck.stringMatching(/^[a-zäß漢0-9"'!?:.-]{1,8}$/), { maxLength: 4 })
  .map((all) => all.join(" "))
  .filter((text) => Object.keys(parseSearch(text)).length === 1)

const folder = FastCheck.string({ minLength: 1, maxLength: 12, unit: "grapheme" }).filter(
  (name) => name.trim() !== "",
)

const query: FastCheck.Arbitrary<SearchQuery> = FastCheck.record(
  {
    text: words,
    role: FastCheck.constantFrom("user" as const, "assistant" as const, "system" as const),
    after: day,
    before: day,
    pinned: FastCheck.constant(true as const),
    shelf: FastCheck.constantFrom(...SearchShelf.literals),
    folder,
    here: FastCheck.constant(true as const),
  },
  { requiredKeys: ["text"], noNullPrototype: true },
)

describe("what is typed into the search", () => {
  it.prop("is read as it was printed", [query], ([it]) => {
    assert.deepStrictEqual(parseSearch(printSearch(it)), it)
  })

  it.prop(
    "is never refused, and printed it means the same",
    [FastCheck.string({ unit: "grapheme" })],
    ([text]) => {
      const read = parseSearch(text)
      assert.deepStrictEqual(parseSearch(printSearch(read)), read)
    },
  )

  it("takes operators from anywhere among the words, and the last of two", () => {
    assert.deepStrictEqual(
      parseSearch('  big from:assistant whale in:"Moby \\"Dick\\"" from:me is:pinned '),
      {
        text: "big whale",
        role: "user",
        folder: 'Moby "Dick"',
        pinned: true,
      },
    )
  })

  it("takes what is no operator for words", () => {
    for (const text of [
      "from:mars",
      "is:",
      "in:",
      'in:"',
      "before:2026-02-30",
      "after:soon",
      "https://a.b",
      "xin:y",
    ]) {
      assert.deepStrictEqual(parseSearch(text), { text })
    }
  })

  it("counts days from local midnight, the first one with it and the last one without", () => {
    const filters = filtersOf(parseSearch("after:2026-01-31 before:2026-02-01"), undefined)
    assert.strictEqual(filters.after, new Date(2026, 0, 31).getTime())
    assert.strictEqual(filters.before, new Date(2026, 1, 1).getTime())
    assert.strictEqual(startOfDay("1969-12-31"), undefined)
  })

  it("looks in this chat only while one is open", () => {
    const chatId = ChatId.make("0".repeat(21))
    assert.deepStrictEqual(filtersOf(parseSearch("is:here x"), chatId), { chatId })
    assert.deepStrictEqual(filtersOf(parseSearch("is:here x"), undefined), {})
  })
})

import { assert, it } from "@effect/vitest"
import { FastCheck } from "effect"
import { score, snippet } from "../../src/services/search/rank.ts"
import { fold, lastAsBeginning, occurrences, termsOf } from "../../src/services/search/terms.ts"

const ascii = ["alpha", "beta", "betas", "BETA", "xbeta", "alphabeta", "gamma", "ga", "42", "442", "x"]
const beyond = ["Älpha", "naïve", "日本", "😀", "é", "bêta", "x\u0301"]
const proseOf = (word: FastCheck.Arbitrary<string>, gap: FastCheck.Arbitrary<string>) =>
  FastCheck.tuple(
    FastCheck.array(word, { maxLength: 80, size: "max" }),
    FastCheck.array(gap, { minLength: 1, maxLength: 9 }),
  ).map(([them, between]) => them.map((it, n) => it + (between[n % between.length] ?? " ")).join(""))

/** Texts of ASCII alone take another way than the others. */
const prose = FastCheck.oneof(
  proseOf(
    FastCheck.constantFrom(...ascii, ...beyond),
    FastCheck.constantFrom(" ", ", ", "\n", " \t ", " 😀 ", "-"),
  ),
  proseOf(FastCheck.constantFrom(...ascii), FastCheck.constantFrom(" ", ", ", "\n", "_", "-", "'", "…")),
)
const anyText = FastCheck.oneof(prose, FastCheck.string({ unit: "binary", maxLength: 400, size: "max" }))
const query = FastCheck.oneof(
  FastCheck.array(FastCheck.constantFrom("alpha", "bet", "ga", "naive", "日", "4", "é"), {
    minLength: 1,
    maxLength: 4,
  }).map((them) => them.join(" ")),
  FastCheck.string({ unit: "binary", maxLength: 30 }),
)

/** By definition and slowly: the words of a text, each on its own. */
const matching = (text: string, terms: ReadonlyArray<string>) =>
  Array.from(text.matchAll(/[\p{L}\p{N}\p{Co}\p{M}]+/gu), ([it]) => it).filter((it) =>
    terms.some((term, n) => (n === terms.length - 1 ? fold(it).startsWith(term) : fold(it) === term)),
  )

it.prop(
  "S-1: the words found are exactly those that match, in order and at their places",
  [anyText, query],
  ([text, asked]) => {
    const terms = termsOf(asked)
    const found = occurrences(text, terms)
    assert.deepStrictEqual(
      found.map(({ start, end }) => text.slice(start, end)),
      terms.length === 0 ? [] : matching(text, terms),
    )
    for (const [n, { start }] of found.entries()) assert.isAtLeast(start, found[n - 1]?.end ?? 0)
  },
)

it.prop(
  "S-2: the parts of a snippet joined are a stretch of the text, and what is marked are whole matching words",
  [anyText, query],
  ([text, asked]) => {
    const terms = termsOf(asked)
    const parts = snippet(text, terms)
    const plain = (it: string) => it.replaceAll(/\s+/g, " ")
    const inner = parts.filter(
      ({ text: piece }, n) => !(piece === "…" && (n === 0 || n === parts.length - 1)),
    )
    const joined = inner.map((part) => part.text).join("")
    assert.include(plain(text), plain(joined).trim())
    const all = matching(text, terms).map(plain)
    for (const part of inner) if (part.match) assert.include(all, part.text)
    assert.isTrue(!text.isWellFormed() || joined.isWellFormed())
    assert.isBelow(joined.length, 300)
  },
)

it.prop(
  "S-2: what lies around the best place holds a match whenever there is one",
  [prose, query],
  ([text, asked]) => {
    const terms = termsOf(asked)
    const expected = terms.length > 0 && matching(text, terms).length > 0
    assert.strictEqual(
      snippet(text, terms).some(({ match }) => match),
      expected,
    )
  },
)

it.prop(
  "terms are folded words, few and never empty",
  [FastCheck.string({ unit: "binary", maxLength: 3_000, size: "max" })],
  ([text]) => {
    const terms = termsOf(text)
    assert.isAtMost(terms.length, 16)
    assert.notInclude(terms, "")
    for (const term of terms) assert.strictEqual(fold(term), term)
  },
)

it.prop("what is matched is quoted, whatever was typed", [FastCheck.string({ unit: "binary" })], ([text]) => {
  assert.match(
    lastAsBeginning(termsOf(text)),
    /^$|^("[\p{L}\p{N}\p{Co}\p{M}]*" )*"[\p{L}\p{N}\p{Co}\p{M}]*"\*$/u,
  )
})

it.prop(
  "more of a word never scores less, and a longer text never more",
  [FastCheck.integer({ min: 1, max: 20 })],
  ([n]) => {
    const [text, terms] = ["cat dog ", ["dog"]]
    assert.isAtLeast(score("dog ".repeat(n + 1), terms), score(`${"dog ".repeat(n)}cat `, terms))
    assert.isAtMost(
      score(`dog ${text.replace("dog", "cow").repeat(n + 1)}`, terms),
      score(`dog ${text.replace("dog", "cow").repeat(n)}`, terms),
    )
  },
)

it("a mark that stands alone is no word to search for", () => {
  assert.deepStrictEqual(termsOf("\u0301 a \u0301"), ["a"])
  assert.deepStrictEqual(snippet("a b", termsOf("a \u0301")), [
    { text: "a", match: true },
    { text: " b", match: false },
  ])
})

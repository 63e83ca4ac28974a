import { assert, it } from "@effect/vitest"
import { FastCheck } from "effect"
import { mergeTexts } from "../../src/services/sync/mergeTexts.ts"
import { text } from "../support/histories.ts"

const words = (it: string): ReadonlyArray<string> => it.split(/\s+/).filter((word) => word !== "")

/** Few words, so that the sides often say the same, in every kind of space. */
const prose = FastCheck.array(
  FastCheck.tuple(
    FastCheck.constantFrom("a", "the", "cat", "sat", "👩‍👩‍👧", "שלום", "e\u0301"),
    FastCheck.constantFrom(" ", " ", "\n", "\n\n", "\t", "  "),
  ),
  { maxLength: 12 },
).map((pairs) => pairs.flat().join("").trimEnd())
const anything = FastCheck.oneof(text, prose, FastCheck.string({ unit: "binary" }))

it("both sides saying the same is that", () => {
  FastCheck.assert(
    FastCheck.property(FastCheck.option(anything), anything, (base, said) => {
      assert.strictEqual(mergeTexts(base, said, said), said)
    }),
  )
})

it("a change of one side alone is the merged text, to the last space", () => {
  FastCheck.assert(
    FastCheck.property(anything, anything, (base, changed) => {
      assert.strictEqual(mergeTexts(base, changed, base), changed)
      assert.strictEqual(mergeTexts(base, base, changed), changed)
    }),
  )
})

it("without a base both texts stand whole, the cloud's above", () => {
  FastCheck.assert(
    FastCheck.property(anything, anything, (local, cloud) => {
      FastCheck.pre(local !== cloud)
      assert.strictEqual(mergeTexts(null, local, cloud), `${cloud}\n\n${local}`)
    }),
  )
})

it("no word that either side added is lost, whatever the texts", () => {
  FastCheck.assert(
    FastCheck.property(anything, anything, anything, (base, local, cloud) => {
      const merged = words(mergeTexts(base, local, cloud))
      const known = new Set(words(base))
      const added = [...words(local), ...words(cloud)].filter((word) => !known.has(word))
      for (const word of added) assert.include(merged, word)
    }),
    { numRuns: 500 },
  )
})

it("words put between others by both sides are all there once, in their places, and removed ones are gone", () => {
  const place = FastCheck.tuple(FastCheck.nat(9), FastCheck.nat(9)).filter(([a, b]) => Math.abs(a - b) > 1)
  FastCheck.assert(
    FastCheck.property(place, FastCheck.boolean(), ([a, b], isRemoved) => {
      const base = Array.from({ length: 10 }, (_, n) => `base${n}`)
      const edit = (at: number, word: string) => base.toSpliced(at, isRemoved ? 1 : 0, word).join(" ")
      const expected = base.flatMap((word, n) => [
        ...(n === a ? ["mine"] : []),
        ...(n === b ? ["yours"] : []),
        ...(isRemoved && (n === a || n === b) ? [] : [word]),
      ])
      assert.strictEqual(mergeTexts(base.join(" "), edit(a, "mine"), edit(b, "yours")), expected.join(" "))
    }),
  )
})

const cases: ReadonlyArray<readonly [string, string, string, string, string]> = [
  ["the same word changed by both is both", "a b c", "a mine c", "a yours c", "a yours mine c"],
  ["two endings stand apart", "one two", "one two three", "one two four", "one two four three"],
  ["two beginnings stand apart", "end", "mine end", "yours end", "yours end mine end"],
  ["lines stay lines", "a\nb\nc", "a\nb mine\nc", "a\nb\nc\nyours", "a\nb mine\nc\nyours"],
  ["a deletion beside an unchanged text holds", "a b c d", "a c d", "a b c d e", "a c d e"],
  ["the same change by both is one", "a b c", "a x c", "a x c d", "a x c d"],
  ["both make a repetition longer", "na na", "na na na", "na na na na", "na na na na na"],
  ["space at the end is kept", "a b", "a b \n", "c a b", "c a b \n"],
  ["scripts and emoji are words", "שלום עולם", "שלום 👩‍👩‍👧 עולם", "שלום עולם é", "שלום 👩‍👩‍👧 עולם é"],
]
it.each(cases)("%s", (_, base, local, cloud, expected) => {
  assert.strictEqual(mergeTexts(base, local, cloud), expected)
})

const many = (count: number, line: (n: number) => string) => Array.from({ length: count }, (_, n) => line(n))

it("a text of a million characters is merged by lines: words would take hours", () => {
  const base = many(
    12_000,
    (n) => `line ${n} is one of the many lines of this text, and as long as the others`,
  )
  const [local, cloud] = [base.toSpliced(1, 1, "mine, all of it"), base.toSpliced(-2, 1, "yours, all of it")]
  const expected = local.toSpliced(-2, 1, "yours, all of it").join("\n")
  assert.isAbove(expected.length, 800_000)
  assert.strictEqual(mergeTexts(base.join("\n"), local.join("\n"), cloud.join("\n")), expected)
})

it("two ends of a long text without a last line break stand on lines of their own", () => {
  const base = many(12_000, (n) => `line ${n} is one of the many lines of this text`)
  const [local, cloud] = [
    base.toSpliced(0, 1, "mine").toSpliced(-1, 1, "my end"),
    base.toSpliced(1, 1, "yours").toSpliced(-1, 1, "your end"),
  ]
  const merged = mergeTexts(base.join("\n"), local.join("\n"), cloud.join("\n")).split("\n")
  assert.deepStrictEqual(merged.slice(-3), [base.at(-2), "your end", "my end"])
})

it("a text that repeats one line too often to be compared stands whole, twice", () => {
  const base = many(20_000, () => "}")
  const [local, cloud] = [["mine", ...base, "mine"].join("\n"), ["yours", ...base, "yours"].join("\n")]
  assert.strictEqual(mergeTexts(base.join("\n"), local, cloud), `${cloud}\n\n${local}`)
})

it("a small change in a long text of repetitions is still merged", () => {
  const base = many(200_000, () => "na").join(" ")
  assert.strictEqual(mergeTexts(base, `${base} batman`, `${base} robin`), `${base} robin batman`)
})

import { FastCheck } from "effect"
import { expect, test } from "vitest"
import { type DiffPart, diffTexts } from "../../src/ui/sync/diffTexts.ts"

const joined = (parts: ReadonlyArray<DiffPart>) => parts.map(({ text }) => text).join("")
const marked = (parts: ReadonlyArray<DiffPart>) =>
  parts.filter(({ changed }) => changed).map(({ text }) => text)

test("marks the words that differ, without the space around them", () => {
  const { cloud, local } = diffTexts("We leave at noon by train.", "We leave at four, by train.")
  expect(marked(local)).toEqual(["noon"])
  expect(marked(cloud)).toEqual(["four,"])
})

test("marks what only one side has, and nothing on the other", () => {
  const { cloud, local } = diffTexts("one two three", "one three")
  expect(marked(local)).toEqual(["two"])
  expect(marked(cloud)).toEqual([])
})

const text = FastCheck.array(FastCheck.constantFrom("a", "b", " ", "\n", "ü", "👩‍👧", "."), {
  maxLength: 30,
}).map((parts) => parts.join(""))

test("gives both texts back whole, and marks nothing in equal ones", () => {
  FastCheck.assert(
    FastCheck.property(text, text, (left, right) => {
      const { cloud, local } = diffTexts(left, right)
      expect([joined(local), joined(cloud)]).toEqual([left, right])
      if (left === right) expect([...marked(local), ...marked(cloud)]).toEqual([])
    }),
  )
})

test("marks nothing in texts that are too long to compare", () => {
  const long = "word ".repeat(10_000)
  const { cloud, local } = diffTexts(long, `${long}more`)
  expect(marked(local)).toEqual([])
  expect(joined(cloud)).toBe(`${long}more`)
})

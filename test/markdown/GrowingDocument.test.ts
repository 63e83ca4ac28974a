import { FastCheck } from "effect"
import { assert, test } from "vitest"
import { makeDocument } from "../../src/markdown/GrowingDocument.ts"
import type { Block } from "../../src/markdown/MarkdownWire.ts"

/** What stands for itself, and what becomes something else by what comes before or after it. */
const pieces = [
  "# Heading",
  "#",
  "plain words",
  "a [link][one] and [two] and [Three  Four]",
  "[one]: https://example.org/1",
  "[two]: <https://example.org/2> 'a title'",
  '[three four]: https://example.org/3 "open',
  "> quote [one]",
  "> ```\n> code",
  "> [two]: https://example.org/quoted",
  "- item",
  "  - nested",
  "-",
  "* other",
  "1. one",
  "1",
  "2) two",
  "   indented",
  "    more indented",
  "- [x] done",
  "```js\nconst a = 1",
  "```",
  "~~~",
  "| a | b |",
  "| - | - |",
  "| 1 | 2 |",
  "---",
  "===",
  "***",
  "**bold",
  "_a_ `code",
  "<div>",
  "<!-- comment",
  "-->",
  "<b>x</b> <script>alert(1)</script>",
  "$$",
  "$$ x^2",
  "\\[ y",
  "\\]",
  "$a$ and \\(b\\)",
  "",
  "",
  "\t",
  "\r",
  "\\",
  "![image](https://example.org/i.png)",
]

const joints = ["\n", "\n", "\n\n", "\r\n", " ", ""]

const texts = FastCheck.array(
  FastCheck.tuple(FastCheck.constantFrom(...pieces), FastCheck.constantFrom(...joints)),
  { maxLength: 14 },
).map((parts) => parts.flat().join(""))

const whole = (text: string): ReadonlyArray<Block> => makeDocument().add(text, false).blocks

/** The blocks that a page has after each piece, as it keeps and replaces them. */
const streamed = (parts: ReadonlyArray<string>): ReadonlyArray<Block> => {
  const document = makeDocument()
  let blocks: ReadonlyArray<Block> = []
  for (const [at, part] of [...parts, ""].entries()) {
    const { keep, blocks: changed } = document.add(part, at < parts.length)
    assert.isAtMost(keep, blocks.length)
    blocks = [...blocks.slice(0, keep), ...changed]
  }
  return blocks
}

const cut = (text: string, places: ReadonlyArray<number>): ReadonlyArray<string> => {
  const cuts = [0, ...places.map((place) => place % (text.length + 1)).sort((a, b) => a - b), text.length]
  return cuts.slice(1).map((to, at) => text.slice(cuts[at], to))
}

test("a text that has ended has the blocks of the whole, however it was cut while it grew", () => {
  FastCheck.assert(
    FastCheck.property(texts, FastCheck.array(FastCheck.nat(), { maxLength: 12 }), (text, places) => {
      assert.deepStrictEqual(streamed(cut(text, places)), whole(text))
    }),
    { numRuns: 500 },
  )
})

test("so has one that grew by one character at a time", () => {
  FastCheck.assert(
    FastCheck.property(texts, (text) => {
      assert.deepStrictEqual(streamed(Array.from(text)), whole(text))
    }),
    { numRuns: 80 },
  )
})

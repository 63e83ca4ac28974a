import { assert, it } from "@effect/vitest"
import { FastCheck } from "effect"
import { zipSync } from "fflate"
import { makeSplitter } from "../../src/services/transfer/splitItems.ts"
import { makeUnzip } from "../../src/services/transfer/unzip.ts"

const encoder = new TextEncoder()

/** What comes of the bytes when they come in pieces of these lengths, over and over. */
const split = (bytes: Uint8Array, lengths: ReadonlyArray<number>, limit?: number) => {
  const splitter = makeSplitter(limit)
  const items = []
  for (let from = 0, n = 0; from < bytes.length; n++) {
    const to = from + Math.max(1, lengths[n % lengths.length] ?? 1)
    // whoever gives the bytes uses their place again
    const piece = bytes.slice(from, to)
    items.push(...splitter.push(piece))
    piece.fill(0)
    from = to
  }
  return [...items, ...splitter.end()]
}

const lengths = FastCheck.array(FastCheck.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 })
const values = FastCheck.array(FastCheck.jsonValue(), { maxLength: 8 })

it.prop(
  "an array comes as its elements, wherever its bytes are cut",
  [values, lengths, FastCheck.nat(4)],
  ([all, cuts, indent]) => {
    const items = split(encoder.encode(`\uFEFF ${JSON.stringify(all, null, indent)}\n`), cuts)
    assert.deepStrictEqual(
      items.map((item) => (item._tag === "Text" ? JSON.parse(item.text) : item._tag)),
      JSON.parse(JSON.stringify(all)),
    )
  },
)

it.prop(
  "lines of JSON come as the values of the lines",
  [
    FastCheck.array(FastCheck.dictionary(FastCheck.string(), FastCheck.jsonValue()), {
      minLength: 1,
      maxLength: 8,
    }),
    lengths,
  ],
  ([all, cuts]) => {
    const items = split(encoder.encode(all.map((it) => JSON.stringify(it)).join("\r\n")), cuts)
    assert.deepStrictEqual(
      items.map((item) => (item._tag === "Text" ? JSON.parse(item.text) : item._tag)),
      JSON.parse(JSON.stringify(all)),
    )
  },
)

it.prop(
  "any bytes at all come the same however they are cut, and nothing is thrown",
  [FastCheck.uint8Array({ maxLength: 200 }), lengths],
  ([bytes, cuts]) => {
    assert.deepStrictEqual(split(bytes, cuts), split(bytes, [bytes.length + 1]))
  },
)

it("an element above the limit is passed over, and the next one is there", () => {
  const items = split(encoder.encode(JSON.stringify([{ a: 1 }, { b: "x".repeat(100) }, { c: 3 }])), [7], 50)
  assert.deepStrictEqual(items, [
    { _tag: "Text", text: '{"a":1}' },
    { _tag: "TooLarge" },
    { _tag: "Text", text: '{"c":3}' },
  ])
})

it("a file that ends in the middle says so", () => {
  assert.deepStrictEqual(split(encoder.encode('[{"a":1},{"b":"x'), [3]), [
    { _tag: "Text", text: '{"a":1}' },
    { _tag: "CutOff" },
  ])
})

it.prop(
  "an archive gives what is in its files of JSON, wherever its bytes are cut, and no other file",
  [values, lengths, FastCheck.constantFrom<Array<0 | 6>>(0, 6)],
  ([all, cuts, level]) => {
    const bytes = zipSync(
      {
        "picture.png": new Uint8Array(500).fill(7),
        "a/chats.json": encoder.encode(JSON.stringify(all)),
        "more.jsonl": encoder.encode('{"last":1}'),
      },
      { level },
    )
    const unzip = makeUnzip()
    const found = []
    for (let from = 0, n = 0; from < bytes.length; n++) {
      const to = from + (cuts[n % cuts.length] ?? 1)
      found.push(...unzip.push(bytes.slice(from, to)))
      from = to
    }
    found.push(...unzip.end())
    assert.deepStrictEqual(
      found.map(({ file, item }) => [file, item._tag === "Text" ? JSON.parse(item.text) : item._tag]),
      [
        ...JSON.parse(JSON.stringify(all)).map((it: unknown) => ["a/chats.json", it]),
        ["more.jsonl", { last: 1 }],
      ],
    )
  },
)

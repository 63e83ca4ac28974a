import { assert, it } from "@effect/vitest"
import { FastCheck, Schema } from "effect"
import {
  Content,
  LongText,
  maxNameLength,
  maxTitleLength,
  Name,
  Title,
  titleFrom,
  utf8Bytes,
} from "../../src/domain/Text.ts"

const anyString = FastCheck.oneof(
  FastCheck.string({ unit: "binary" }),
  FastCheck.string({ unit: "grapheme" }),
)
const halves = FastCheck.string({
  unit: FastCheck.integer({ min: 0xd7f0, max: 0xe010 }).map((unit) => String.fromCharCode(unit)),
})

it.prop("the bytes of a text are what an encoder writes", [anyString], ([text]) => {
  assert.strictEqual(utf8Bytes(text), new TextEncoder().encode(text).length)
})

it.each([0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff])(
  "the bytes of U+%i are counted right, where their number changes",
  (point) => {
    const character = String.fromCodePoint(point)
    assert.strictEqual(utf8Bytes(character), new TextEncoder().encode(character).length)
  },
)

it.prop("a text with half pairs is never counted larger than it is written", [halves], ([text]) => {
  const written = new TextEncoder().encode(text).length
  assert.isAtMost(utf8Bytes(text), written)
  if (text.isWellFormed()) assert.strictEqual(utf8Bytes(text), written)
})

it.prop(
  "a title made of a text is one line of at most 60 characters and cuts no pair",
  [FastCheck.string({ unit: "binary", maxLength: 200, size: "max" })],
  ([text]) => {
    const title = titleFrom(text)
    assert.isAtMost(Array.from(title).length, 60)
    assert.isFalse(title.includes("\n"))
    assert.isTrue(title.isWellFormed())
    assert.isTrue(text.includes(title.replace(/…$/, "")))
  },
)

it.each([
  ["  Hello  ", "Hello"],
  ["\n\n one \n two", "one"],
  ["x".repeat(60), "x".repeat(60)],
  ["x".repeat(61), `${"x".repeat(59)}…`],
  ["😀".repeat(61), `${"😀".repeat(59)}…`],
  [`${"x".repeat(58)} ${"y".repeat(9)}`, `${"x".repeat(58)}…`],
  ["", ""],
  ["a\r\nb", "a"],
])("a title of %j is %j", (text, title) => {
  assert.strictEqual(titleFrom(text), title)
})

it.prop(
  "what a title is made of is a title, if it says anything",
  [FastCheck.string({ unit: "binary" })],
  ([text]) => {
    const title = titleFrom(text.replaceAll("\u0000", ""))
    assert.strictEqual(Schema.is(Title)(title), title !== "")
  },
)

const kinds = { Title, Name, Content, LongText }

it.each(Object.entries(kinds))("%s takes no NUL and no half of a surrogate pair", (_, schema) => {
  const is = Schema.is<string, string, never>(schema)
  for (const bad of ["\u0000", "a\u0000b", "\ud83d", "\ude00", "\ude00\ud83d", "x\udfff"])
    assert.isFalse(is(bad))
  for (const good of ["a", "😀", "é", "\u0001", "x\ny"]) assert.isTrue(is(good))
})

it.each(Object.entries({ Title, Name, Content }))("%s is never empty or blank", (_, schema) => {
  for (const blank of ["", " ", "\n\t ", "\u00a0", "\u3000"])
    assert.isFalse(Schema.is<string, string, never>(schema)(blank))
})

it("a long text may be empty", () => assert.isTrue(Schema.is(LongText)("")))

it.each([
  [Title, maxTitleLength],
  [Name, maxNameLength],
])("the longest is taken, one more is not", (schema, limit) => {
  const is = Schema.is<string, string, never>(schema)
  assert.deepStrictEqual([is("x".repeat(limit)), is("x".repeat(limit + 1))], [true, false])
})

import { assert, it } from "@effect/vitest"
import { lastCodeBlock } from "../../src/ui/conversation/lastCodeBlock.ts"

it("the last block of code of a text is found, whole and without its fences", () => {
  assert.strictEqual(lastCodeBlock("no code, only `inline`"), undefined)
  assert.strictEqual(lastCodeBlock("a\n```ts\nconst a = 1\n\nb\n```\nz"), "const a = 1\n\nb")
  assert.strictEqual(lastCodeBlock("```\nfirst\n```\n~~~\nsecond\n```\n~~~"), "second\n```")
  assert.strictEqual(lastCodeBlock("````md\n```\ninner\n```\n````"), "```\ninner\n```")
  assert.strictEqual(lastCodeBlock("```js\nnot closed yet"), "not closed yet")
  assert.strictEqual(lastCodeBlock("``` inline ``` is no fence"), undefined)
})

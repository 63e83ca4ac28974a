import { assert, it } from "@effect/vitest"
import { FastCheck } from "effect"
import { checkpointAfter } from "../../src/services/assistant/checkpointAfter.ts"
import { fitContext, tokensOf } from "../../src/services/assistant/fitContext.ts"
import { joinPieces } from "../../src/services/assistant/joinPieces.ts"
import { titleIn } from "../../src/services/assistant/Titles.ts"

const role = FastCheck.constantFrom("user" as const, "assistant" as const)
const messages = FastCheck.array(FastCheck.record({ role, bytes: FastCheck.nat(20_000) }), { minLength: 1 })
const budget = FastCheck.record({
  contextTokens: FastCheck.integer({ min: 256, max: 20_000 }),
  maxTokens: FastCheck.option(FastCheck.integer({ min: 1, max: 10_000 }), { nil: undefined }),
  systemBytes: FastCheck.nat(3_000),
})

it.prop(
  "R1: what is sent fits, begins with the person's words, and is as much as fits",
  [messages, budget],
  ([all, given]) => {
    const { contextTokens, maxTokens, systemBytes } = given
    const fitting = fitContext(all, given)
    assert.isAtLeast(fitting, 1)
    assert.isAtMost(fitting, all.length)
    const room =
      contextTokens -
      Math.min(maxTokens ?? 2_048, Math.floor(contextTokens / 4)) -
      (systemBytes === 0 ? 0 : tokensOf(systemBytes))
    const cost = (n: number) => all.slice(0, n).reduce((sum, { bytes }) => sum + tokensOf(bytes), 0)
    if (fitting > 1) assert.isAtMost(cost(fitting), room)
    if (fitting > 1 && fitting < all.length) assert.strictEqual(all[fitting - 1]?.role, "user")
    // whatever more would fit begins with an answer
    for (let more = fitting + 1; more < all.length; more++) {
      assert.isTrue(cost(more) > room || all[more - 1]?.role !== "user")
    }
    if (fitting < all.length) assert.isTrue(cost(all.length) > room)
  },
)

it.prop(
  "R2: checkpoints cost at most 20 kB a second, and come after two seconds at the earliest",
  [FastCheck.nat(1_048_576)],
  ([bytes]) => {
    const millis = checkpointAfter(bytes)
    assert.isAtLeast(millis, 2_000)
    assert.isAtMost(bytes, millis * 20 + 1)
    if (bytes <= 40_000) assert.strictEqual(millis, 2_000)
  },
)

it.prop(
  "R4: a text and the pieces of it make the whole, however much of it was written before",
  [FastCheck.array(FastCheck.string({ minLength: 1 })), FastCheck.nat()],
  ([contents, seed]) => {
    const whole = contents.join("")
    const pieces = contents.map((content, at) => ({ place: contents.slice(0, at).join("").length, content }))
    const written = whole.slice(0, seed % (whole.length + 1))
    assert.strictEqual(joinPieces(written, pieces), whole)
    assert.strictEqual(joinPieces(written, pieces.slice(1)).length >= written.length, true)
  },
)

it.each([
  ["A greeting", "A greeting"],
  ['"A greeting."', "A greeting"],
  ["Title: **A greeting**\n\nHere is why", "A greeting"],
  ["\n\n  „Ein Gruß“ ", "Ein Gruß"],
  ["# Why is the sky blue?", "Why is the sky blue?"],
  ["", ""],
  ['""', ""],
])("a model's %j names a chat %j", (answer, title) => {
  assert.strictEqual(titleIn(answer), title)
})

import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { simulate } from "./simulate.ts"

/** No two texts that differ become the same one, and nothing of the order or the words is left. */
const cipher = (text: string) => Buffer.from(text).toString("hex").split("").toReversed().join("")

it.effect.each([21, 22, 23, 24])("S10: seed %i is decided in ciphertext as it is in plain text", (seed) =>
  Effect.gen(function* () {
    const [plain, blind] = yield* Effect.all([
      simulate(seed, { steps: 80 }),
      simulate(seed, { steps: 80, cipher }),
    ])
    assert.isAbove(plain.decisions.length, 10)
    assert.deepStrictEqual(blind.decisions, plain.decisions)
    assert.deepStrictEqual(blind.problems, [])
  }),
)

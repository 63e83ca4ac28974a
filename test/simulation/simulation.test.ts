import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { simulate } from "./simulate.ts"

const seeds = Array.from({ length: Number(process.env["SEEDS"] ?? 5) }, (_, index) => index + 1)

it.effect.each(seeds)("seed %i", (seed) =>
  Effect.gen(function* () {
    const { counts, problems } = yield* simulate(seed, { steps: 120 })
    console.log(seed, JSON.stringify(counts))
    assert.deepStrictEqual(problems, [])
  }),
)

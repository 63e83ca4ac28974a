import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { simulate } from "./simulate.ts"

/** Another two hundred histories each time, short ones. `OPENCHAT_SEED` repeats a run. */
const first = Number(process.env["OPENCHAT_SEED"] ?? Date.now() % 1_000_000_000)
const count = 200
const steps = 16

it.effect(
  `S1 to S9 hold after ${count} histories that were never run before, from seed ${first}`,
  () =>
    Effect.gen(function* () {
      const changes: Array<number> = []
      for (let seed = first; seed < first + count; seed++) {
        const { counts, problems } = yield* simulate(seed, { steps })
        assert.deepStrictEqual(
          problems,
          [],
          `seed ${seed}; npm run simulate -- --seeds 1 --from ${seed} --steps ${steps}`,
        )
        changes.push(counts["change"] ?? 0)
      }
      // histories in which nothing happens prove nothing
      assert.isAbove(
        changes.reduce((a, b) => a + b, 0),
        count * 5,
      )
    }),
  { timeout: 900_000 },
)

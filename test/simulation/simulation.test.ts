import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { simulate } from "./simulate.ts"

/** Seeds that once failed, each with what it found. */
const found: ReadonlyArray<readonly [number, string]> = [
  [5023, "a device kept its own version of a conflict after a restore, since its number was higher"],
  [7015, "a change that waited overwrote unseen what another device had sent a restored server again"],
  [10, "a restored server took an event that was sent to it again for the one that it had lost"],
  [7052, "what a device sent a restored server again counted as made with knowledge of its history"],
]

const held = (seed: number, steps: number) =>
  Effect.gen(function* () {
    const { problems } = yield* simulate(seed, { steps })
    assert.deepStrictEqual(
      problems,
      [],
      `seed ${seed}; npm run simulate -- --seeds 1 --from ${seed} --steps ${steps}`,
    )
  })

describe("S1 to S9 hold after the quiet end of a random history", () => {
  it.effect.each(found)("seed %i: %s", ([seed]) => held(seed, 120))

  it.effect.each(Array.from({ length: 9 }, (_, index) => index + 1))("seed %i", (seed) => held(seed, 120))
})

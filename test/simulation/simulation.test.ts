import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { type Options, simulate } from "./simulate.ts"

interface Found extends Options {
  readonly seed: number
  /** What it found. */
  readonly that: string
}

const [restores, steps] = [true, 60]

/** Seeds that once failed. */
const found: ReadonlyArray<Found> = [
  {
    seed: 5023,
    steps: 120,
    that: "a device kept its own version of a conflict after a restore, since its number was higher",
  },
  {
    seed: 7015,
    steps: 120,
    that: "a change that waited overwrote unseen what another device had sent a restored server again",
  },
  {
    seed: 10,
    steps: 120,
    that: "a restored server took an event that was sent to it again for the one that it had lost",
  },
  {
    seed: 7052,
    steps: 120,
    that: "what a device sent a restored server again counted as made with knowledge of its history",
  },
  {
    seed: 383086453,
    steps: 25,
    that: "a restored server was taken for the former one by a device that had seen nothing but greetings",
  },
  {
    seed: 7003,
    steps,
    restores,
    that: "an old title that was sent to a restored server again won against a newer one",
  },
  {
    seed: 7017,
    steps,
    restores,
    that: "a text that was written while a restored server was taken in overwrote one unseen",
  },
  {
    seed: 7106,
    steps,
    restores,
    that: "messages stayed on a device without their chat, which the server had forgotten",
  },
]

const held = (seed: number, options: Options) =>
  Effect.gen(function* () {
    const { problems } = yield* simulate(seed, options)
    const how = `--seeds 1 --from ${seed} --steps ${options.steps}${options.restores ? " --restores" : ""}${options.empties === false ? " --no-empties" : ""}`
    assert.deepStrictEqual(problems, [], `npm run simulate -- ${how}`)
  })

describe("S1 to S9 hold after the quiet end of a random history", () => {
  for (const { seed, that, ...options } of found) {
    it.effect(`seed ${seed}: ${that}`, () => held(seed, { empties: false, ...options }))
  }

  it.effect.each(Array.from({ length: 9 }, (_, index) => index + 1))("seed %i", (seed) =>
    held(seed, { steps: 120 }),
  )
})

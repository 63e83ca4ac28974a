import { assert, it } from "@effect/vitest"
import { Arbitrary, FastCheck } from "effect"
import { DeviceId } from "../../src/domain/Ids.ts"
import {
  type ClockState,
  formatTimestamp,
  initialClock,
  isLater,
  maxCounter,
  observe,
  parseTimestamp,
  tick,
} from "../../src/domain/Timestamp.ts"

/** Until the year 5188, where nine base-36 digits end. */
const millis = FastCheck.integer({ min: 0, max: 36 ** 9 - 2 })
const state = FastCheck.record({
  millis,
  counter: FastCheck.oneof(
    FastCheck.nat(maxCounter),
    FastCheck.constantFrom(0, 1, maxCounter - 1, maxCounter),
  ),
})
/** Clocks that meet within a millisecond. */
const near = FastCheck.record({ millis: FastCheck.nat(1), counter: FastCheck.nat(3) })
const meeting = FastCheck.oneof({ weight: 4, arbitrary: near }, { weight: 1, arbitrary: state })
const device = Arbitrary.make(DeviceId)
const own = DeviceId.make("o".repeat(21))

const format = (it: ClockState, by = own) => formatTimestamp(it, by)

/** Wall clocks that stand still, go back, and jump. */
const walls = FastCheck.array(FastCheck.oneof(FastCheck.nat(3), millis), { minLength: 1, maxLength: 50 })

it.prop(
  "H1: every reading is greater than all before it, whatever the wall clock does",
  [state, walls],
  ([start, all]) => {
    let [clock, last] = [start, format(start)]
    for (const wall of all) {
      clock = tick(clock, wall)
      const reading = format(clock)
      assert.isTrue(isLater(reading, last), `${reading} after ${last}`)
      last = reading
    }
  },
)

it("H1: a counter that is full carries into the milliseconds", () => {
  assert.deepStrictEqual(tick({ millis: 5, counter: maxCounter }, 5), { millis: 6, counter: 0 })
  assert.deepStrictEqual(tick({ millis: 5, counter: maxCounter }, 0), { millis: 6, counter: 0 })
  assert.deepStrictEqual(tick({ millis: 5, counter: maxCounter - 1 }, 5), { millis: 5, counter: maxCounter })
})

it.prop("a clock follows a wall clock that goes on", [state, millis], ([start, wall]) => {
  if (wall > start.millis) assert.deepStrictEqual(tick(start, wall), { millis: wall, counter: 0 })
})

it.prop(
  "H2: after a foreign reading was seen the next own one is greater than it, and than every own one before",
  [
    meeting,
    FastCheck.array(FastCheck.tuple(meeting, device), { minLength: 1, maxLength: 3 }),
    FastCheck.oneof(FastCheck.nat(1), millis),
  ],
  ([start, foreign, wall]) => {
    const seen = foreign.map(([it, by]) => format(it, by))
    const next = format(tick(seen.reduce(observe, start), wall))
    for (const it of [...seen, format(start)]) assert.isTrue(isLater(next, it))
  },
)

it.prop(
  "H3: readings are in one total order, which is that of time, counter and device",
  [meeting, device, meeting, device],
  ([a, by, b, from]) => {
    const [one, two] = [format(a, by), format(b, from)]
    assert.strictEqual(Number(isLater(one, two)) + Number(isLater(two, one)) + Number(one === two), 1)
    const order = a.millis - b.millis || a.counter - b.counter
    if (order !== 0) assert.strictEqual(isLater(one, two), order > 0)
    else assert.strictEqual(isLater(one, two), by > from)
  },
)

it.prop("a reading is read as it was written", [state, device], ([it, by]) => {
  assert.deepStrictEqual(parseTimestamp(format(it, by)), { ...it, device: by })
})

it("a new clock begins below every reading", () => {
  assert.isTrue(isLater(format(tick(initialClock, 0)), format(initialClock)))
  assert.deepStrictEqual(observe(initialClock, format({ millis: 7, counter: 3 })), { millis: 7, counter: 3 })
})

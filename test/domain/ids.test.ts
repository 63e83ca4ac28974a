import { assert, it } from "@effect/vitest"
import { Effect, FastCheck, Schema, TestClock } from "effect"
import { ChatId, idLength, randomLength, timeOrderedId } from "../../src/domain/Ids.ts"
import { Nanoid, nextChatId, nextMessageId } from "../../src/services/Nanoid.ts"

const random = FastCheck.stringMatching(new RegExp(`^[\\w-]{${randomLength}}$`))
const time = FastCheck.integer({ min: 0, max: 64 ** 7 - 1 })
const isId = Schema.is(ChatId)

it.prop(
  "an id is a nanoid of 21 characters, whatever the clock says",
  [FastCheck.double(), random],
  ([wall, rest]) => {
    const id = timeOrderedId(Number.isNaN(wall) ? 0 : wall, rest)
    assert.strictEqual(id.length, idLength)
    assert.isTrue(isId(id), id)
  },
)

it.prop("ids sort as text in the order of their times", [time, time, random, random], ([a, b, x, y]) => {
  if (a !== b) assert.strictEqual(timeOrderedId(a, x) < timeOrderedId(b, y), a < b)
})

it.prop("ids of one time differ in what is random, and keep it", [time, random, random], ([at, x, y]) => {
  assert.strictEqual(timeOrderedId(at, x) === timeOrderedId(at, y), x === y)
  assert.isTrue(timeOrderedId(at, x).endsWith(x))
})

it.each([-1, 64 ** 7, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
  "a time of %d is brought into range",
  (wall) => {
    assert.strictEqual(
      timeOrderedId(wall, "a".repeat(randomLength)),
      timeOrderedId(wall < 0 ? 0 : 64 ** 7 - 1, "a".repeat(randomLength)),
    )
  },
)

it.each([
  "",
  "a".repeat(20),
  "a".repeat(22),
  `${"a".repeat(20)} `,
  `${"a".repeat(20)}é`,
  `${"a".repeat(20)}\n`,
])("%j is no id", (text) => assert.isFalse(isId(text)))

it.effect("made ids are in the order of their making, and ten thousand of one millisecond all differ", () =>
  Effect.gen(function* () {
    yield* TestClock.setTime(1_800_000_000_000)
    const first = yield* nextChatId
    yield* TestClock.adjust("1 milli")
    const same = yield* Effect.replicateEffect(nextMessageId, 10_000)
    assert.strictEqual(new Set(same).size, 10_000)
    yield* TestClock.adjust("1 milli")
    const last: string = yield* nextChatId
    assert.isTrue(same.every((id) => first < String(id) && String(id) < last))
  }).pipe(Effect.provide(Nanoid.layer)),
)

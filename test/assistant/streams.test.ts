import { assert, it } from "@effect/vitest"
import { Deferred, Effect, FastCheck as fc, Fiber, Stream, TestClock } from "effect"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { Assistant, type Delta } from "../../src/services/assistant/Assistant.ts"
import { makeReplyReader } from "../../src/services/assistant/makeReplyReader.ts"
import { cutAt, done, finish, numbered, say, splitLines } from "../support/modelReplies.ts"
import { assistant, connectionTo, modelServer, outcomeOf, requestOf } from "./support.ts"

const asked = { model: "m", stream: true, turns: [] }

/** What the reader makes of these bytes, up to the end of the reply. */
const read = (pieces: ReadonlyArray<Uint8Array>) => {
  const reader = makeReplyReader({ model: "m", key: "" })
  const takes = [...pieces.flatMap((piece) => reader.feed(piece, 0)), ...reader.end(0)]
  return Effect.gen(function* () {
    const deltas = yield* Stream.runCollect(Stream.flattenTake(Stream.fromIterable(takes)))
    return Array.from(deltas, ({ text }: Delta) => text).join("")
  })
}

const text = fc.string({ unit: "binary", maxLength: 40 })
const cuts = fc.array(fc.nat(2_000), { maxLength: 30 })

it.effect.prop(
  "any text in any deltas arrives whole, wherever its bytes were cut",
  [fc.array(text), cuts],
  ([deltas, places]) =>
    Effect.gen(function* () {
      const stream = `${deltas.map((delta) => say(asked, delta)).join("")}${finish(asked)}${done}`
      const expected = deltas.join("").replaceAll("\u0000", "")
      assert.strictEqual(yield* read(cutAt(stream, places)), expected)
    }),
)

it.effect.prop(
  "so it does where an event has many lines",
  [fc.array(text, { maxLength: 4 }), cuts],
  ([deltas, places]) =>
    Effect.gen(function* () {
      const stream = `${deltas.map((delta) => splitLines(asked, delta)).join("")}${finish(asked)}${done}`
      assert.strictEqual(yield* read(cutAt(stream, places)), deltas.join("").replaceAll("\u0000", ""))
    }),
)

it.effect.prop(
  "a text whose pairs are cut in two is joined",
  [text, fc.array(fc.nat(40))],
  ([whole, places]) =>
    Effect.gen(function* () {
      const units = [0, ...places.map((place) => place % (whole.length + 1)), whole.length].sort(
        (a, b) => a - b,
      )
      // JSON.stringify writes half of a pair as an escape
      const deltas = units.slice(1).map((to, at) => say(asked, whole.slice(units[at], to)))
      const stream = `${deltas.join("")}${finish(asked)}${done}`
      assert.strictEqual(yield* read(cutAt(stream, [])), whole.replaceAll("\u0000", ""))
    }),
)

it.scopedLive("over HTTP as well", () =>
  Effect.gen(function* () {
    const { url } = yield* modelServer
    const content = "Grüße 😀 你好\r\n ß \u{10FFFF} ende"
    for (let seed = 0; seed < 15; seed++) {
      const places = Array.from({ length: 20 }, (_, at) => ((seed + 1) * (at + 7) * 131) % 1_500)
      const { error, text: arrived } = yield* outcomeOf(
        requestOf(connectionTo(url), `cut:${places.join(",")}`, content),
      )
      assert.strictEqual(error, undefined)
      assert.strictEqual(arrived, `You said: ${content}`)
    }
  }).pipe(Effect.provide(assistant)),
)

setFlagsFromString("--expose-gc")
const collectGarbage: () => void = runInNewContext("gc")

/** Bytes that are in use. */
const heap = () => {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

it.scopedLive("a million tokens arrive whole, and memory stays as it is", () =>
  Effect.gen(function* () {
    const { url } = yield* modelServer
    const { reply } = yield* Assistant
    const count = 1_000_000
    const together = 10
    let seen = 0
    let units = 0
    let wrong = 0
    const heaps: Array<number> = []
    yield* reply(requestOf(connectionTo(url), `million:${count}:${together}`)).pipe(
      Stream.runForEach(({ text }) =>
        Effect.sync(() => {
          const expected = Array.from({ length: together }, (_, at) => numbered(seen + at)).join("")
          if (text !== expected) wrong++
          units += text.length
          seen += together
          if (seen % (count / 5) === 0) heaps.push(heap())
        }),
      ),
    )
    const [first = 0] = heaps
    assert.deepStrictEqual({ seen, wrong, looks: heaps.length }, { seen: count, wrong: 0, looks: 5 })
    assert.isAbove(units, 11_000_000)
    // kept, the text alone would be nine megabytes more
    assert.isBelow(Math.max(...heaps) - first, 4_000_000)
  }).pipe(Effect.provide(assistant)),
)

it.scopedLive("a reply that is interrupted ends its request", () =>
  Effect.gen(function* () {
    const { next, url } = yield* modelServer
    const { reply } = yield* Assistant
    for (const model of ["hangs", "hangs-midway", "steady:100:60", "million"]) {
      const asking = next()
      const heard = yield* Deferred.make<void>()
      const running = yield* Effect.fork(
        Stream.runForEach(reply(requestOf(connectionTo(url), model)), () =>
          Deferred.succeed(heard, undefined),
        ),
      )
      const request = yield* Effect.promise(() => asking)
      if (model !== "hangs") yield* Deferred.await(heard)
      yield* Fiber.interrupt(running)
      assert.strictEqual(yield* Effect.promise(() => request.closed), "aborted", model)
    }
  }).pipe(Effect.provide(assistant)),
)

it.scopedLive("a reply of which only the beginning is taken ends its request", () =>
  Effect.gen(function* () {
    const { next, url } = yield* modelServer
    const { reply } = yield* Assistant
    const asking = next()
    yield* Stream.runDrain(Stream.take(reply(requestOf(connectionTo(url), "hangs-midway")), 1))
    const request = yield* Effect.promise(() => asking)
    assert.strictEqual(yield* Effect.promise(() => request.closed), "aborted")
  }).pipe(Effect.provide(assistant)),
)

/** Lets the clock go on until the reply ends, and answers with which error and after how long. */
const silentFor = (model: string) =>
  Effect.gen(function* () {
    const { next, url } = yield* modelServer
    const asking = next()
    let text = ""
    const { reply } = yield* Assistant
    const heard = yield* Deferred.make<void>()
    const running = yield* Effect.fork(
      Effect.either(
        Stream.runForEach(reply(requestOf(connectionTo(url), model)), (delta) => {
          text += delta.text
          return text === "You said: Hello, world" ? Deferred.succeed(heard, undefined) : Effect.void
        }),
      ),
    )
    const request = yield* Effect.promise(() => asking)
    if (model !== "hangs") yield* Deferred.await(heard)
    let seconds = 0
    while ((yield* Fiber.poll(running))._tag === "None") {
      yield* TestClock.adjust("1 seconds")
      yield* Effect.promise(() => new Promise((resume) => setImmediate(resume)))
      seconds++
    }
    const outcome = yield* Fiber.join(running)
    const closed = yield* Effect.promise(() => request.closed)
    return { seconds, ended: outcome._tag === "Left" ? String(outcome.left) : "well", text, closed } as const
  })

it.scoped.each([
  ["hangs", 300, "ReplyCutOff: The model said nothing for too long.", ""],
  ["hangs-midway", 60, "ReplyCutOff: The model said nothing for too long.", "You said: Hello, world"],
  ["hangs-finished", 5, "well", "You said: Hello, world"],
] as const)("%s: silence is borne for %d seconds", ([model, seconds, ended, text]) =>
  Effect.gen(function* () {
    const outcome = yield* silentFor(model)
    assert.deepStrictEqual({ ...outcome, seconds }, { seconds, ended, text, closed: "aborted" })
    // the clock may have gone on a little before the timer was set, or after it rang
    assert.closeTo(outcome.seconds, seconds, 3)
  }).pipe(Effect.provide(assistant)),
)

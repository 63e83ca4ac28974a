import { assert, it } from "@effect/vitest"
import { Chunk, Effect, Exit, Fiber, Queue, type Scope, Stream } from "effect"
import type { BrowserJob } from "../../src/domain/rpc/BrowserModelRpcs.ts"
import { BrowserModel } from "../../src/services/assistant/BrowserModel.ts"

const turns = [{ role: "user", content: "Hello" }] as const

/** A page that lends its model: what it is asked. Closed with the scope. */
const page = Effect.gen(function* () {
  const model = yield* BrowserModel
  const jobs = yield* Queue.unbounded<BrowserJob>()
  const fiber = yield* Effect.forkScoped(Stream.runForEach(model.jobs, (job) => Queue.offer(jobs, job)))
  yield* Effect.yieldNow()
  return { job: Queue.take(jobs), close: Fiber.interrupt(fiber) }
})

const ask = Effect.flatMap(BrowserModel, (model) =>
  Effect.fork(
    Effect.exit(
      Effect.map(Stream.runCollect(model.reply({ turns })), (deltas) =>
        Chunk.toReadonlyArray(deltas)
          .map(({ text }) => text)
          .join(""),
      ),
    ),
  ),
)

const tagOf = (exit: Exit.Exit<string, { readonly _tag: string }>) =>
  Exit.match(exit, {
    onSuccess: (text) => text,
    onFailure: (cause) => (cause._tag === "Fail" ? cause.error._tag : cause._tag),
  })

const run = <A, E>(body: Effect.Effect<A, E, BrowserModel | Scope.Scope>) =>
  Effect.provide(Effect.scoped(body), BrowserModel.Default)

it.live("the page that came last answers, also where it cuts a character in two", () =>
  run(
    Effect.gen(function* () {
      const model = yield* BrowserModel
      yield* page
      const last = yield* page
      const asked = yield* ask
      const { id, turns: sent } = yield* last.job
      assert.deepStrictEqual(sent, turns)
      const face = "😀"
      for (const text of ["Hi", face.slice(0, 1), face.slice(1)])
        assert.isTrue(yield* model.deliver(id, text))
      yield* model.end(id, { outcome: "complete", detail: "" })
      assert.strictEqual(tagOf(yield* Fiber.join(asked)), "Hi😀")
      // whoever says more is told that nobody wants it
      assert.isFalse(yield* model.deliver(id, "more"))
    }),
  ),
)

it.live("without a page, with one that is closed, and with a model that fails, the reply says so", () =>
  run(
    Effect.gen(function* () {
      const model = yield* BrowserModel
      assert.strictEqual(tagOf(yield* Effect.flatMap(ask, Fiber.join)), "ModelFailed")

      const lender = yield* page
      const broken = yield* ask
      yield* lender.job
      yield* lender.close
      assert.strictEqual(tagOf(yield* Fiber.join(broken)), "ReplyCutOff")

      const other = yield* page
      for (const [outcome, tag] of [
        ["too-long", "ContextTooLong"],
        ["failed", "ModelFailed"],
      ] as const) {
        const asked = yield* ask
        const { id } = yield* other.job
        yield* model.end(id, { outcome, detail: "why" })
        assert.strictEqual(tagOf(yield* Fiber.join(asked)), tag)
      }

      const given = yield* ask
      const { id } = yield* other.job
      yield* Fiber.interrupt(given)
      assert.isFalse(yield* model.deliver(id, "nobody listens"))
    }),
  ),
)

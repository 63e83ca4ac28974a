import { assert, it, layer } from "@effect/vitest"
import { Reactivity } from "@effect/experimental"
import { Deferred, Effect, Fiber, Layer, Option, Queue, Ref, Runtime, Stream, TestClock } from "effect"
import { StorageBusy, StorageUnavailable } from "../../src/domain/errors/StorageErrors.ts"
import type { AppError, Cure } from "../../src/domain/errors/AppError.ts"
import type { QueryKey } from "../../src/domain/QueryKey.ts"
import { ErrorHandler } from "../../src/services/errors/ErrorHandler.ts"
import { LiveQueries, makeAnswers } from "../../src/services/live/LiveQueries.ts"
import { Problems } from "../../src/services/live/Problems.ts"
import { chatIdOf } from "../support/ids.ts"

const live = (recover: (cure: Cure) => Effect.Effect<boolean> = () => Effect.succeed(false)) =>
  LiveQueries.Default.pipe(
    Layer.provideMerge(Problems.Default),
    Layer.provideMerge(Reactivity.layer),
    Layer.provide(
      ErrorHandler.layer({
        logging: false,
        cures: { retry: () => recover("retry"), reopen: () => recover("reopen") },
      }),
    ),
  )

/** A query that counts its runs and answers with the count. */
const counter = (
  keys: ReadonlyArray<QueryKey>,
  each: (n: number) => Effect.Effect<unknown, AppError> = () => Effect.void,
) =>
  Effect.gen(function* () {
    const runs = yield* Ref.make(0)
    const run = Effect.gen(function* () {
      const n = yield* Ref.updateAndGet(runs, (it) => it + 1)
      yield* each(n)
      return n
    })
    return { query: { keys, run }, runs: Ref.get(runs) }
  })

const reading = <A>(stream: Stream.Stream<A>) =>
  Effect.gen(function* () {
    const answers = yield* Queue.unbounded<A>()
    const fiber = yield* Effect.forkScoped(Stream.runForEach(stream, (it) => answers.offer(it)))
    return { next: answers.take, left: answers.size, fiber }
  })

/** Lets every fiber that can go on do so. */
const settle = Effect.repeatN(Effect.yieldNow(), 200)

const [mine, other] = [`messages:${chatIdOf(1)}`, `messages:${chatIdOf(2)}`] as const

layer(live())("a live query", (it) => {
  it.scoped("runs once at first, then once for each change of what it reads, and for no other", () =>
    Effect.gen(function* () {
      const { invalidate, stream } = yield* LiveQueries
      const { query, runs } = yield* counter(["chats", mine])
      const { next } = yield* reading(stream(query))
      assert.strictEqual(yield* next, 1)
      yield* invalidate([other, "drafts", "search"])
      yield* settle
      assert.strictEqual(yield* runs, 1)
      yield* invalidate([mine])
      assert.strictEqual(yield* next, 2)
      yield* invalidate(["chats"])
      assert.strictEqual(yield* next, 3)
      yield* settle
      assert.strictEqual(yield* runs, 3)
    }),
  )

  it.scoped("runs once for a change that touches several of its keys", () =>
    Effect.gen(function* () {
      const { invalidate, stream } = yield* LiveQueries
      const { query, runs } = yield* counter(["chats", mine])
      const { next } = yield* reading(stream(query))
      yield* next
      yield* invalidate(["chats", mine, mine])
      assert.strictEqual(yield* next, 2)
      yield* settle
      assert.strictEqual(yield* runs, 2)
    }),
  )

  it.scoped("runs once more for all the changes that come while it runs", () =>
    Effect.gen(function* () {
      const { invalidate, stream } = yield* LiveQueries
      const [entered, leave] = yield* Effect.all([Deferred.make<void>(), Deferred.make<void>()])
      const { query, runs } = yield* counter([mine], (n) =>
        n === 2 ? Effect.zipRight(Deferred.succeed(entered, undefined), Deferred.await(leave)) : Effect.void,
      )
      const { next } = yield* reading(stream(query))
      yield* next
      yield* invalidate([mine])
      yield* Deferred.await(entered)
      yield* Effect.repeatN(invalidate([mine]), 20)
      yield* Deferred.succeed(leave, undefined)
      yield* Effect.repeat(next, { until: (n) => n === 3 })
      yield* settle
      assert.strictEqual(yield* runs, 3)
    }),
  )

  it.scoped("gives a slow reader the newest answer and no queue of old ones", () =>
    Effect.gen(function* () {
      const { invalidate, feed } = yield* LiveQueries
      const { query, runs } = yield* counter([mine])
      const answers = yield* makeAnswers<number>()
      yield* Effect.forkScoped(feed(answers, query))
      for (let n = 1; n <= 30; n++) {
        yield* Effect.repeat(Effect.zipRight(Effect.yieldNow(), runs), { until: (it) => it === n })
        yield* settle
        yield* invalidate([mine])
      }
      yield* settle
      assert.strictEqual(yield* answers.take, 31)
      assert.deepStrictEqual(yield* answers.size, Option.some(0))
    }),
  )

  it.scoped("does not run any more after its reader has gone", () =>
    Effect.gen(function* () {
      const { invalidate, stream } = yield* LiveQueries
      const { query, runs } = yield* counter([mine])
      const { next, fiber } = yield* reading(stream(query))
      yield* next
      yield* Fiber.interrupt(fiber)
      yield* invalidate([mine])
      yield* settle
      assert.strictEqual(yield* runs, 1)
    }),
  )

  it.scoped("that fails is reported, and goes on with the next change", () =>
    Effect.gen(function* () {
      const { invalidate, stream } = yield* LiveQueries
      const problems = yield* Effect.flatMap(Problems, ({ watch }) => reading(watch))
      yield* settle
      const failure = new StorageBusy({ detail: "x" })
      const { query } = yield* counter([mine], (n) => (n === 1 ? Effect.fail(failure) : Effect.void))
      const { next, left } = yield* reading(stream(query))
      assert.deepStrictEqual(yield* problems.next, failure)
      assert.isAtMost(yield* left, 0)
      yield* invalidate([mine])
      assert.strictEqual(yield* next, 2)
    }),
  )

  it.scoped("that fails is run again after a rest of two seconds, and not before", () =>
    Effect.gen(function* () {
      const { stream } = yield* LiveQueries
      const { query, runs } = yield* counter([mine], (n) =>
        n <= 2 ? Effect.fail(new StorageBusy({ detail: "x" })) : Effect.void,
      )
      const { next } = yield* reading(stream(query))
      yield* settle
      yield* TestClock.adjust("1999 millis")
      yield* settle
      assert.strictEqual(yield* runs, 1)
      yield* TestClock.adjust("1 milli")
      yield* settle
      assert.strictEqual(yield* runs, 2)
      yield* TestClock.adjust("2 seconds")
      assert.strictEqual(yield* next, 3)
      yield* TestClock.adjust("1 minute")
      yield* settle
      assert.strictEqual(yield* runs, 3)
    }),
  )

  it.scoped("that dies is reported like one that fails, and goes on", () =>
    Effect.gen(function* () {
      const { invalidate, stream } = yield* LiveQueries
      const problems = yield* Effect.flatMap(Problems, ({ watch }) => reading(watch))
      yield* settle
      const { query } = yield* counter([mine], (n) =>
        n === 1 ? Effect.die(new Error("broken")) : Effect.void,
      )
      const { next } = yield* reading(stream(query))
      assert.strictEqual((yield* problems.next)._tag, "QueryFailed")
      yield* invalidate([mine])
      assert.strictEqual(yield* next, 2)
    }),
  )
})

it.scoped("a live query that fails asks for the cure of its failure", () =>
  Effect.gen(function* () {
    const cures = yield* Queue.unbounded<Cure>()
    const asked = live((cure) => Effect.as(cures.offer(cure), true))
    yield* Effect.gen(function* () {
      const { stream } = yield* LiveQueries
      const { query } = yield* counter([mine], () =>
        Effect.fail(new StorageUnavailable({ reason: "closed", detail: "x" })),
      )
      yield* reading(stream(query))
      assert.strictEqual(yield* cures.take, "reopen")
    }).pipe(Effect.provide(asked))
  }),
)

it.scoped("a live query leaves nothing behind when its reader goes", () =>
  Effect.gen(function* () {
    const registered = yield* Ref.make(0)
    const runtime = yield* Effect.runtime<never>()
    const add = (n: number) => Runtime.runSync(runtime)(Ref.update(registered, (it) => it + n))
    const counted = Layer.effect(
      Reactivity.Reactivity,
      Effect.map(Reactivity.make, (reactivity) => ({
        ...reactivity,
        unsafeRegister: (...args: Parameters<typeof reactivity.unsafeRegister>) => {
          const cancel = reactivity.unsafeRegister(...args)
          add(1)
          return () => {
            add(-1)
            cancel()
          }
        },
      })),
    )
    yield* Effect.gen(function* () {
      const { stream } = yield* LiveQueries
      const { query } = yield* counter([mine])
      const { next, fiber } = yield* reading(stream(query))
      yield* next
      assert.strictEqual(yield* registered, 1)
      yield* Fiber.interrupt(fiber)
      yield* Effect.repeat(Effect.zipRight(Effect.yieldNow(), registered), { until: (n) => n === 0 })
    }).pipe(
      Effect.provide(
        LiveQueries.Default.pipe(
          Layer.provide(
            Layer.mergeAll(Problems.Default, counted, ErrorHandler.layer({ logging: false, cures: {} })),
          ),
        ),
      ),
    )
  }),
)

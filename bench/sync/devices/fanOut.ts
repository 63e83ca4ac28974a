import { Effect, Queue, Stream } from "effect"
import { readBook } from "./book.ts"
import { measure, timed } from "./measure.ts"
import { as, joinAsDevice, signUp } from "./people.ts"
import type { Person, Plan } from "./Plan.ts"
import { conversation, makeNumbering, pushNext } from "./writing.ts"

/** In a job of its own, since the hashing of passwords leaves its mark on the server's memory. */
export const accounts = Effect.fn("accounts")((plan: Plan) =>
  Effect.forEach(
    Array.from({ length: plan.accounts }, (_, index) => `Reader${index}`),
    (name) => signUp(plan.port, name),
    { concurrency: 4 },
  ),
)

/** A device that is connected, and when it was told that something changed. */
const watcher = (port: number, person: Person) =>
  Effect.gen(function* () {
    const device = yield* joinAsDevice(port, person)
    const heard = yield* Queue.unbounded<number>()
    yield* device.connection.watch(device.deviceId).pipe(
      Stream.runForEach(() => Queue.offer(heard, performance.now())),
      as(person),
      Effect.orDie,
      Effect.forkScoped,
    )
    yield* Queue.take(heard)
    return { device, heard } as const
  })
type Watcher = Effect.Effect.Success<ReturnType<typeof watcher>>

/** Many devices that listen, and now and then somebody who writes. */
export const fanOut = Effect.fn("fanOut")(function* (plan: Plan) {
  const corpus = yield* readBook
  const { people } = plan
  const [somebody] = people
  if (somebody === undefined) return yield* Effect.dieMessage("there are no accounts")
  // what the server loads at its first connection is not of the thousandth
  yield* Effect.scoped(watcher(plan.port, somebody))

  const groups: Array<ReadonlyArray<Watcher>> = []
  yield* measure(
    "connect",
    Effect.gen(function* () {
      const connected = yield* Effect.forEach(
        people,
        (person) => Effect.replicateEffect(watcher(plan.port, person), plan.devicesEach),
        { concurrency: 8 },
      )
      groups.push(...connected)
      return { count: connected.flat().length, times: {} }
    }),
  )
  yield* measure("idle", Effect.as(Effect.sleep(plan.idleSeconds * 1000), { count: 1, times: {} }))

  const writers = groups.flatMap(([writer, ...others], index) =>
    writer === undefined
      ? []
      : [{ writer, others, writing: conversation(makeNumbering(writer.device.deviceId), corpus, index) }],
  )
  const pushed = ({ others, writer, writing }: (typeof writers)[number]) =>
    Effect.gen(function* () {
      yield* Effect.forEach([writer, ...others], ({ heard }) => Queue.takeAll(heard), { discard: true })
      const began = performance.now()
      const hearing = yield* Effect.fork(
        Effect.forEach(others, ({ heard }) => Effect.map(Queue.take(heard), (at) => at - began), {
          concurrency: "unbounded",
        }).pipe(Effect.timeout("10 seconds")),
      )
      const [, answered] = yield* timed(pushNext(writer.device, writing, 1))
      return { answered, told: yield* hearing.await.pipe(Effect.flatten) }
    })
  const some = (count: number) =>
    Effect.forEach(
      Array.from({ length: count }, (_, index) => writers[index % writers.length]),
      (writer) => (writer === undefined ? Effect.succeed([]) : Effect.map(pushed(writer), (it) => [it])),
    ).pipe(Effect.map((all) => all.flat()))
  yield* some(writers.length)
  yield* measure(
    "poke",
    Effect.map(some(plan.pokes), (all) => ({
      count: all.length,
      times: { push: all.map(({ answered }) => answered), poke: all.flatMap(({ told }) => told) },
    })),
  )
  return []
})

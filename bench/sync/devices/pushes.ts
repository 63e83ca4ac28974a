import { Effect } from "effect"
import { batchEvents } from "../../../src/domain/sync/Protocol.ts"
import { readBook } from "./book.ts"
import { longHistory } from "./dataset.ts"
import { besideEachOther, forSeconds, measure, timed } from "./measure.ts"
import { joinAsDevice, newcomer, signUp } from "./people.ts"
import type { Plan } from "./Plan.ts"
import { conversation, makeNumbering, pushNext, written } from "./writing.ts"

const groups = [1, 8, 32]
const batchGroups = [1, 8]

/** People who write at once, each on a device of their own. */
export const pushes = Effect.fn("pushes")(function* (plan: Plan) {
  const corpus = yield* readBook
  const all = yield* Effect.forEach(
    Array.from({ length: Math.max(...groups) }, (_, index) => index),
    (index) =>
      Effect.map(newcomer(plan.port, `Writer${index}`), (device) => ({
        device,
        writing: conversation(makeNumbering(device.deviceId), corpus, index),
      })),
    { concurrency: 4 },
  )
  const one = all.map(({ device, writing }) => pushNext(device, writing, 1))
  const batch = all.map(({ device, writing }) => pushNext(device, writing))
  // prepares statements and lets the compiler see the code
  yield* Effect.forEach(one, (push) => forSeconds(plan.seconds, push), { concurrency: "unbounded" })
  for (const group of groups) yield* besideEachOther(`push-${group}`, plan, one.slice(0, group))
  for (const group of batchGroups) {
    yield* besideEachOther(`batch-${group}`, plan, batch.slice(0, group), batchEvents)
  }
  return []
})

/** The account that later jobs fetch: everything that somebody wrote before there was an account. */
export const upload = Effect.fn("upload")(function* (plan: Plan) {
  const corpus = yield* readBook
  const person = yield* signUp(plan.port, "Ann")
  const device = yield* joinAsDevice(plan.port, person)
  const writing = written(longHistory(plan.messages), makeNumbering(device.deviceId), corpus)
  yield* measure(
    "upload",
    Effect.gen(function* () {
      const each: Array<number> = []
      for (let count = 0; ;) {
        const [sent, took] = yield* timed(pushNext(device, writing))
        if (sent === 0) return { count, times: { each } }
        count += sent
        each.push(took)
      }
    }),
  )
  return [person]
})

import { Effect } from "effect"
import type { ChatId } from "../../../src/domain/Ids.ts"
import { readBook } from "./book.ts"
import { shortHistory } from "./dataset.ts"
import { measure, timed } from "./measure.ts"
import { as, type BareDevice, joinAsDevice, signUp } from "./people.ts"
import type { Plan } from "./Plan.ts"
import { headFor, pullFrom } from "./pulls.ts"
import { readingBeside } from "./reads.ts"
import { countMessages, makeRealDevice, type RealDevice, untilSynced } from "./RealDevice.ts"
import { makeNumbering, pushAll, since, written } from "./writing.ts"

/** Every page from where the device stood. */
const pullAll = (device: BareDevice, from: Effect.Effect.Success<ReturnType<typeof headFor>>) =>
  Effect.gen(function* () {
    let place = from
    let count = 0
    const page: Array<number> = []
    for (;;) {
      const [answer, took] = yield* timed(pullFrom(device, place))
      page.push(took)
      count += answer.rows.length
      place = answer.place
      if (!answer.hasMore) return { count, page }
    }
  })

/** A device is opened for as long as it takes to have everything. */
const sync = (device: RealDevice, chatId: ChatId) =>
  Effect.scoped(
    Effect.gen(function* () {
      const opened = yield* device.open
      const [, waits] = yield* readingBeside(opened, chatId, untilSynced(opened))
      return waits
    }),
  )

/** Devices that were away while others wrote. */
export const catchUp = Effect.fn("catchUp")(function* (plan: Plan) {
  const corpus = yield* readBook
  const person = yield* signUp(plan.port, "Ben")
  const writer = yield* joinAsDevice(plan.port, person)
  const numbering = makeNumbering(writer.deviceId)
  const data = shortHistory(plan.known)
  yield* pushAll(writer, written(data, numbering, corpus))
  const newest = data.newestChat

  const devices = yield* Effect.replicateEffect(makeRealDevice(plan.port, person), plan.boots)
  yield* Effect.forEach(devices, (device) => sync(device, newest))

  const watcher = yield* joinAsDevice(plan.port, person)
  const head = yield* headFor(watcher)
  const changes = since(data, plan.changes, numbering, corpus)
  yield* as(person)(pushAll(writer, changes))

  for (let round = 0; round < plan.rounds; round++) {
    yield* measure(
      "catch-up-server",
      Effect.gen(function* () {
        const [{ count, page }, all] = yield* timed(pullAll(watcher, head))
        if (count < plan.changes) return yield* Effect.dieMessage(`${count} rows came`)
        return { count, times: { page, all: [all], waited: [all] } }
      }),
    )
  }
  for (const device of devices) {
    device.pages.length = 0
    yield* measure(
      "catch-up-device",
      Effect.gen(function* () {
        const [waits, all] = yield* timed(sync(device, newest))
        const waited = device.pages.reduce((sum, page) => sum + page.waited, 0)
        const count = device.pages.reduce((sum, page) => sum + page.rows, 0)
        return { count, times: { all: [all], waited: [waited], read: waits } }
      }),
    )
    const messages = yield* countMessages(device)
    const expected = plan.known + Math.floor((plan.changes * 3) / 4)
    if (messages !== expected) return yield* Effect.dieMessage(`${messages} messages, not ${expected}`)
  }
  return []
})

import { Effect, Ref } from "effect"
import type { Place } from "../../../src/domain/sync/Protocol.ts"
import { besideEachOther, forSeconds } from "./measure.ts"
import { as, type BareDevice, joinAsDevice } from "./people.ts"
import type { Plan } from "./Plan.ts"

const pageGroups = [1, 8]
const idleGroups = [1, 8, 32]

/** The first place of an account's history. */
export const beginningFor = ({ epoch }: BareDevice): Place => ({ epoch, cursor: 0, mark: null })

export const pullFrom = ({ connection, deviceId, person }: BareDevice, place: Place) =>
  as(person)(connection.pull({ deviceId, place }))

/** One page after the other, and from the beginning again. */
const pages = (device: BareDevice) =>
  Effect.map(Ref.make(beginningFor(device)), (at) =>
    Effect.gen(function* () {
      const { hasMore, place } = yield* pullFrom(device, yield* Ref.get(at))
      yield* Ref.set(at, hasMore ? place : beginningFor(device))
    }),
  )

/** Where a device stands that has everything. */
export const headFor = ({ connection, deviceId, person }: BareDevice) =>
  Effect.map(as(person)(connection.snapshot({ deviceId, after: null })), ({ place }) => place)

/** Devices of one account that ask what changed: everything did, or nothing. */
export const pulls = Effect.fn("pulls")(function* (plan: Plan) {
  const [person] = plan.people
  if (person === undefined) return yield* Effect.dieMessage("nobody has uploaded anything")
  const devices = yield* Effect.replicateEffect(joinAsDevice(plan.port, person), Math.max(...idleGroups))
  const [last] = devices.slice(-1)
  if (last === undefined) return []
  // those that joined after a device are news to it, so the last one says where the head is
  const head = yield* headFor(last)
  const paging = yield* Effect.forEach(devices, pages)
  const asking = devices.map((device) => pullFrom(device, head))
  yield* Effect.forEach([...paging.slice(0, 8), ...asking], (pull) => forSeconds(plan.seconds, pull), {
    concurrency: "unbounded",
  })
  for (const group of pageGroups) yield* besideEachOther(`page-${group}`, plan, paging.slice(0, group))
  for (const group of idleGroups) yield* besideEachOther(`nothing-${group}`, plan, asking.slice(0, group))
  return []
})

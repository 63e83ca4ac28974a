import { assert, it } from "@effect/vitest"
import { Reactivity } from "@effect/experimental"
import { Effect, FastCheck } from "effect"
import { ChatId } from "../../src/domain/Ids.ts"
import { Accounts } from "../../src/services/account/Accounts.ts"
import { Chats } from "../../src/services/chat/Chats.ts"
import { Messages } from "../../src/services/chat/Messages.ts"
import { Identity } from "../../src/services/device/Identity.ts"
import type { LiveQuery } from "../../src/services/live/LiveQuery.ts"
import { Cloud } from "../../src/services/sync/Cloud.ts"
import { Conflicts } from "../../src/services/sync/Conflicts.ts"
import type { CloudConnection } from "../../src/services/sync/CloudApi.ts"
import type { Device } from "../simulation/actors.ts"
import { history, mutationsOf } from "../support/histories.ts"
import { chatIdOf } from "../support/ids.ts"
import {
  apply,
  areEqual,
  changeChat,
  connect,
  createChat,
  makeWorld,
  pass,
  settle,
  startServer,
  startSignedIn,
  sync,
} from "./exchange.ts"

/** Everything that a page can watch and that a server can change. */
const queries = Effect.gen(function* () {
  const [accounts, chats, messages] = yield* Effect.all([Accounts, Chats, Messages])
  const [cloud, conflicts] = yield* Effect.all([Cloud, Conflicts])
  const all: ReadonlyArray<LiveQuery<unknown>> = [
    ...(["active", "archived", "trash"] as const).map((shelf) => chats.watch({ shelf, limit: 50 })),
    ...Array.from({ length: 22 }, (_, n) => ChatId.make(chatIdOf(n))).flatMap((chatId) => [
      chats.watchOne({ chatId }),
      messages.watch({ chatId, anchor: null, before: 100, after: 0 }),
    ]),
    accounts.watch,
    cloud.config,
    cloud.devices,
    cloud.refused,
    conflicts.watch({ open: false, limit: 100 }),
  ]
  return all
})

const answersOf = (device: Device) =>
  device.run(
    Effect.flatMap(queries, (all) =>
      Effect.forEach(all, ({ run }) => Effect.map(run, (answer) => JSON.stringify(answer))),
    ),
  )

/** Syncs, and fails if what somebody watches became another thing without their being told. */
const syncWatched = (device: Device, cloud: CloudConnection) =>
  Effect.gen(function* () {
    const before = yield* answersOf(device)
    const touched = new Set<number>()
    const all = yield* device.run(queries)
    const cancels = yield* device.run(
      Effect.map(Reactivity.Reactivity, (reactivity) =>
        all.map(({ keys }, index) => reactivity.unsafeRegister(keys, () => touched.add(index))),
      ),
    )
    yield* sync(device, cloud)
    for (const cancel of cancels) cancel()
    for (const [index, answer] of (yield* answersOf(device)).entries()) {
      if (answer !== before[index]) {
        assert.isTrue(touched.has(index), `what reads ${String(all[index]?.keys)} was not told`)
      }
    }
    return touched.size
  })

it.scoped.prop(
  "Q1: whoever watches what comes from a server is told of it, on both sides",
  [history, FastCheck.integer({ min: 1, max: 8 })],
  ([steps, stretch]) =>
    Effect.gen(function* () {
      const world = makeWorld()
      const server = yield* startServer(world)
      const [a, b] = [yield* startSignedIn(world), yield* startSignedIn(world)]
      const cloud = connect(server)
      yield* settle(cloud, a, b)
      const all = mutationsOf(steps, yield* a.run(Identity))
      let told = 0
      for (let from = 0; from < all.length; from += stretch) {
        yield* apply(a, ...all.slice(from, from + stretch))
        yield* pass(world)
        // the chat that every history begins with, changed without knowing what is new about it
        yield* Effect.ignore(apply(b, changeChat(0, { title: `Of b ${from}`, folder: `Of b ${from}` })))
        told += yield* syncWatched(a, cloud)
        told += yield* syncWatched(b, cloud)
        told += yield* syncWatched(a, cloud)
      }
      assert.isAbove(told, 0)
      yield* areEqual(server, a, b)
    }),
  { fastCheck: { numRuns: 6 }, timeout: 120_000 },
)

it.scoped("Q1: whoever watches a chat that was refused, or is gone after a snapshot, is told", () =>
  Effect.gen(function* () {
    const world = makeWorld()
    const server = yield* startServer(world)
    const [a, b] = [yield* startSignedIn(world), yield* startSignedIn(world)]
    const cloud = connect(server)
    yield* apply(a, createChat(0))
    yield* settle(cloud, a, b)
    const other = yield* startServer(world)
    yield* b.run(Effect.flatMap(Cloud, (it) => it.acceptServer(false)))
    yield* syncWatched(b, connect(other))
    assert.strictEqual((yield* answersOf(b))[0], JSON.stringify({ chats: [], hasMore: false }))
  }),
)

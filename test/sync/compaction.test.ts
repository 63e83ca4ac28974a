import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { Compaction } from "../../src/server/sync/Compaction.ts"
import { Conflicts } from "../../src/services/sync/Conflicts.ts"
import type { Device, Server } from "../simulation/actors.ts"
import { chatIdOf } from "../support/ids.ts"
import {
  apply,
  areEqual,
  changeChat,
  connect,
  createChat,
  day,
  deleteChat,
  makeWorld,
  pass,
  settle,
  startServer,
  startSignedIn,
  sync,
  values,
} from "./exchange.ts"

const started = Effect.gen(function* () {
  const world = makeWorld()
  const server = yield* startServer(world)
  const [a, b] = [yield* startSignedIn(world), yield* startSignedIn(world)]
  return { world, server, cloud: connect(server), a, b }
})

const compact = (server: Server) => server.run(Effect.flatMap(Compaction, (it) => it.run(90 * day)))

const titlesInConflict = (of: Server | Device) =>
  values(of, "SELECT local_value FROM conflict ORDER BY local_value")

it.scoped("visits only whom something has become old of since it was there", () =>
  Effect.gen(function* () {
    const { a, cloud, server, world } = yield* started
    yield* apply(a, createChat(0), deleteChat(0), createChat(1))
    yield* sync(a, cloud)
    assert.deepStrictEqual(yield* compact(server), { people: 0, removed: 0 })
    yield* pass(world, 100 * day)
    assert.deepStrictEqual(yield* compact(server), { people: 1, removed: 1 })
    // the newest record is as old, and stays for the next number
    assert.deepStrictEqual(yield* values(server, "SELECT number FROM sync_event"), [3])
    assert.deepStrictEqual(yield* compact(server), { people: 0, removed: 0 })

    yield* apply(a, deleteChat(1))
    yield* sync(a, cloud)
    assert.deepStrictEqual(yield* compact(server), { people: 0, removed: 0 })
    yield* pass(world, 100 * day)
    assert.deepStrictEqual(yield* compact(server), { people: 1, removed: 1 })
    assert.deepStrictEqual(yield* values(server, "SELECT number FROM sync_event"), [4])
    yield* sync(a, cloud)
    yield* areEqual(server, a)
  }),
)

it.scoped("who was interrupted is visited again", () =>
  Effect.gen(function* () {
    const { a, cloud, server, world } = yield* started
    yield* apply(a, createChat(0), deleteChat(0))
    yield* sync(a, cloud)
    yield* pass(world, 100 * day)
    for (
      let writes = 1;
      (yield* server.runUntil(
        writes,
        Effect.flatMap(Compaction, (it) => it.run(90 * day)),
      )) === null;
    ) {
      writes += 1
    }
    assert.deepStrictEqual(yield* values(server, "SELECT title FROM chat"), [])
    yield* sync(a, cloud)
    yield* areEqual(server, a)
  }),
)

it.scoped("S7: a conflict that waits for a person is kept; one that is settled is forgotten by all", () =>
  Effect.gen(function* () {
    const { a, b, cloud, server, world } = yield* started
    yield* apply(a, createChat(0), createChat(1), createChat(2))
    yield* settle(cloud, a, b)
    for (const n of [0, 1]) {
      yield* apply(a, changeChat(n, { title: `Here ${n}` }))
      yield* pass(world)
      yield* apply(b, changeChat(n, { title: `There ${n}` }))
    }
    yield* settle(cloud, a, b)
    yield* a.run(Effect.flatMap(Conflicts, (it) => it.resolve("chat", chatIdOf(0), "cloud")))
    yield* settle(cloud, a, b)
    assert.lengthOf(yield* titlesInConflict(server), 2)

    yield* pass(world, 100 * day)
    yield* compact(server)
    assert.deepStrictEqual(yield* titlesInConflict(server), ['"There 1"'])
    yield* settle(cloud, a, b)
    for (const device of [a, b]) assert.deepStrictEqual(yield* titlesInConflict(device), ['"There 1"'])
    yield* areEqual(server, a, b)
    // and it can be settled still
    yield* b.run(Effect.flatMap(Conflicts, (it) => it.resolve("chat", chatIdOf(1), "local")))
    yield* settle(cloud, b, a)
    yield* areEqual(server, a, b)
  }),
)

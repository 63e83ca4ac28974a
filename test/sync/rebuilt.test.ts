import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { messageIdOf } from "../support/ids.ts"
import {
  addMessage,
  apply,
  areEqual,
  changeChat,
  connect,
  createChat,
  deleteChat,
  deleteMessage,
  makeWorld,
  pass,
  settle,
  signIn,
  startDevice,
  startServer,
  startSignedIn,
  sync,
  values,
  writeMessage,
} from "./exchange.ts"
import { salvagedOf, take } from "./salvaged.ts"

it.scoped("what was read of a damaged file and what the server has become one, and what is newer stays", () =>
  Effect.gen(function* () {
    const world = makeWorld()
    const server = yield* startServer(world)
    const cloud = connect(server)
    const [damaged, other] = [yield* startSignedIn(world), yield* startSignedIn(world)]
    yield* apply(
      damaged,
      createChat(0),
      ...[0, 1, 2].map((n) => addMessage(n, `message ${n}`)),
      createChat(1, "To the trash"),
      createChat(2, "Untouched"),
    )
    yield* settle(cloud, damaged, other)

    yield* pass(world)
    yield* apply(damaged, changeChat(0, { title: "Never sent" }), addMessage(3, "never sent"), deleteChat(1))
    yield* pass(world)
    yield* apply(other, changeChat(0, { title: "Newer" }), deleteMessage(1), writeMessage(0, "newer"))
    yield* settle(cloud, other)

    const all = yield* salvagedOf(damaged)
    const next = yield* startDevice(world)
    yield* take(next, {
      ...all,
      messages: all.messages.filter(({ id }) => id !== messageIdOf(2)),
    })
    yield* signIn(next)
    yield* pass(world)
    yield* settle(cloud, next, other)
    yield* areEqual(server, next, other)
    assert.deepStrictEqual(
      yield* values(server, "SELECT title FROM chat WHERE deleted_at IS NULL ORDER BY id"),
      ["Newer", "Untouched"],
    )
    assert.deepStrictEqual(
      yield* values(next, "SELECT content FROM message WHERE deleted_at IS NULL ORDER BY id"),
      ["newer", "message 2", "never sent"],
    )
    // neither of two titles is lost
    const losers = yield* values(next, "SELECT local_value FROM conflict WHERE field = 'title'")
    assert.include(losers, JSON.stringify("Never sent"))
  }),
)

it.scoped("a server that has nothing is sent all of it", () =>
  Effect.gen(function* () {
    const world = makeWorld()
    const server = yield* startServer(world)
    const damaged = yield* startDevice(world)
    yield* apply(
      damaged,
      createChat(0),
      addMessage(0, "one"),
      addMessage(1, "two"),
      createChat(1),
      deleteChat(1),
    )
    const [next, other] = [yield* startDevice(world), yield* startDevice(world)]
    yield* take(next, yield* salvagedOf(damaged))
    yield* signIn(next)
    yield* signIn(other)
    yield* settle(connect(server), next, other)
    yield* areEqual(server, next, other)
    assert.deepStrictEqual(yield* values(other, "SELECT content FROM message ORDER BY id"), ["one", "two"])
    assert.deepStrictEqual(yield* values(other, "SELECT title FROM chat WHERE deleted_at IS NOT NULL"), [
      "Chat 1",
    ])
    yield* sync(next, connect(server))
  }),
)

import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { erasedText } from "../../src/domain/Text.ts"
import { Compaction } from "../../src/server/sync/Compaction.ts"
import type { Device, Server } from "../simulation/actors.ts"
import { messageIdOf } from "../support/ids.ts"
import {
  addMessage,
  apply,
  areEqual,
  changeChat,
  connect,
  createChat,
  day,
  deleteMessage,
  makeWorld,
  pass,
  settle,
  startServer,
  startSignedIn,
  values,
  writeMessage,
} from "./exchange.ts"

const below = (n: number) => ({ parentId: messageIdOf(n) })
const texts = (of: Server | Device) => values(of, "SELECT content FROM message ORDER BY id")
const compact = (server: Server) =>
  server.run(Effect.flatMap(Compaction, (compaction) => compaction.run(90 * day)))

/** A question that was deleted and has a reply which was not. */
const deletedQuestion = Effect.gen(function* () {
  const world = makeWorld()
  const server = yield* startServer(world)
  const [a, b] = [yield* startSignedIn(world), yield* startSignedIn(world)]
  const cloud = connect(server)
  yield* apply(a, createChat(0), addMessage(0, "Secret"), addMessage(1, "Reply", below(0)))
  yield* settle(cloud, a, b)
  yield* apply(a, deleteMessage(0))
  yield* settle(cloud, a, b)
  /** Long enough for the server to forget what was deleted before. */
  const windowPasses = Effect.gen(function* () {
    yield* pass(world, 100 * day)
    yield* apply(a, changeChat(0, { title: `At ${world.now}` }))
    yield* settle(cloud, a, b)
    yield* compact(server)
  })
  return { a, b, cloud, server, windowPasses, world }
})

it.scoped("a deleted message keeps its text for the retention window", () =>
  Effect.gen(function* () {
    const { a, b, cloud, server, world } = yield* deletedQuestion
    yield* pass(world, 80 * day)
    yield* compact(server)
    yield* settle(cloud, a, b)
    for (const of of [server, a, b]) assert.deepStrictEqual(yield* texts(of), ["Secret", "Reply"])
  }),
)

it.scoped(
  "after it the text is erased at the server and on every device, although a reply keeps the row",
  () =>
    Effect.gen(function* () {
      const { a, b, cloud, server, windowPasses } = yield* deletedQuestion
      yield* windowPasses
      assert.deepStrictEqual(yield* texts(server), [erasedText, "Reply"])
      yield* settle(cloud, a, b)
      for (const device of [a, b]) assert.deepStrictEqual(yield* texts(device), [erasedText, "Reply"])
      yield* areEqual(server, a, b)
    }),
)

it.scoped("the row goes when its last reply has gone", () =>
  Effect.gen(function* () {
    const { a, b, cloud, server, windowPasses } = yield* deletedQuestion
    yield* windowPasses
    yield* apply(a, deleteMessage(1))
    yield* settle(cloud, a, b)
    yield* windowPasses
    yield* settle(cloud, a, b)
    for (const of of [server, a, b]) assert.deepStrictEqual(yield* texts(of), [])
    yield* areEqual(server, a, b)
  }),
)

it.scoped("what a device writes into it, not knowing of the deletion, brings it back with that text", () =>
  Effect.gen(function* () {
    const world = makeWorld()
    const server = yield* startServer(world)
    const [a, b] = [yield* startSignedIn(world), yield* startSignedIn(world)]
    const cloud = connect(server)
    yield* apply(a, createChat(0), addMessage(0, "Secret"), addMessage(1, "Reply", below(0)))
    yield* settle(cloud, a, b)
    yield* apply(b, writeMessage(0, "Rewritten"))
    yield* apply(a, deleteMessage(0))
    yield* settle(cloud, a)
    yield* pass(world, 100 * day)
    yield* apply(a, changeChat(0, { title: "Much later" }))
    yield* settle(cloud, a)
    yield* compact(server)
    yield* settle(cloud, b, a)
    for (const of of [server, a, b]) assert.deepStrictEqual(yield* texts(of), ["Rewritten", "Reply"])
    yield* areEqual(server, a, b)
  }),
)

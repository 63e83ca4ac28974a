import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { ImportUndo } from "../../src/services/transfer/ImportUndo.ts"
import { manyConversations, tulips } from "../transfer/exportsOfOthers.ts"
import { importIdOf, importing, jsonFile } from "../transfer/support.ts"
import {
  areEqual,
  ben,
  connect,
  makeWorld,
  pass,
  settle,
  signIn,
  startDevice,
  startServer,
  startSignedIn,
  values,
} from "./exchange.ts"

const file = jsonFile("conversations.json", [tulips, ...manyConversations(12)])

it.scoped(
  "what is imported on one device is on the other, and imported there too it is still there once",
  () =>
    Effect.gen(function* () {
      const world = makeWorld()
      const server = yield* startServer(world)
      const [phone, laptop] = [yield* startSignedIn(world), yield* startSignedIn(world)]
      const cloud = connect(server)
      yield* phone.run(importing(1, file))
      // before either has heard of the other
      yield* laptop.run(importing(2, file))
      yield* pass(world)
      yield* settle(cloud, phone, laptop)
      yield* areEqual(server, phone, laptop)
      assert.deepStrictEqual(yield* values(laptop, "SELECT count(*) FROM chat"), [13])
      assert.deepStrictEqual(yield* values(server, "SELECT count(*) FROM message"), [52])
      assert.deepStrictEqual(
        yield* values(phone, "SELECT count(*) FROM sync_event WHERE outcome = 'refused'"),
        [0],
      )

      yield* pass(world)
      yield* phone.run(Effect.flatMap(ImportUndo, (undo) => undo.undo(importIdOf(1))))
      yield* settle(cloud, phone, laptop)
      yield* areEqual(server, phone, laptop)
      assert.deepStrictEqual(yield* values(laptop, "SELECT count(*) FROM chat WHERE deleted_at IS NULL"), [0])
    }),
)

it.scoped(
  "what was imported before there was an account is known after, and two people may import the same file",
  () =>
    Effect.gen(function* () {
      const world = makeWorld()
      const server = yield* startServer(world)
      const early = yield* startDevice(world)
      yield* early.run(importing(1, file))
      yield* signIn(early)
      yield* settle(connect(server), early)
      assert.deepStrictEqual(yield* early.run(importing(2, file)), {
        added: 0,
        grown: 0,
        known: 13,
        messages: 0,
        skipped: 0,
      })

      const bens = yield* startSignedIn(world, ben)
      yield* bens.run(importing(3, file))
      yield* settle(connect(server, ben), bens)
      yield* settle(connect(server), early)
      for (const device of [early, bens]) {
        assert.deepStrictEqual(yield* values(device, "SELECT count(*) FROM chat WHERE version > 0"), [13])
        assert.deepStrictEqual(
          yield* values(device, "SELECT count(*) FROM sync_event WHERE outcome = 'refused'"),
          [0],
        )
      }
      assert.deepStrictEqual(yield* values(server, "SELECT count(*) FROM chat"), [26])
    }),
)

import { assert, it } from "@effect/vitest"
import { SqlClient } from "@effect/sql"
import { Effect, Layer, TestClock } from "effect"
import { Adoption } from "../../src/services/account/Adoption.ts"
import { Replies } from "../../src/services/assistant/Replies.ts"
import * as LocalDatabase from "../../src/services/LocalDatabase.ts"
import { ann, ben } from "../sync/exchange.ts"
import { messageIdOf } from "../support/ids.ts"
import { begin, chatId, messageId as parentId } from "../support/oneChat.ts"
import { count } from "../support/tables.ts"
import { connectModel, HeldModel, HeldPlatform } from "./heldModel.ts"

const messageId = messageIdOf(9)
/** The services as after a start on the same database. */
const started = Effect.provide(Layer.fresh(LocalDatabase.layer))
const adopt = (person: typeof ann) => Effect.flatMap(Adoption, (it) => it.adopt(person))

const until = <A, E, R>(look: Effect.Effect<A, E, R>, isSo: (value: A) => boolean): Effect.Effect<A, E, R> =>
  Effect.flatMap(look, (value) =>
    isSo(value) ? Effect.succeed(value) : Effect.zipRight(Effect.yieldNow(), until(look, isSo)),
  )

/** A reply of which some has arrived, and what comes to pass while it goes on. */
const whileItRuns = <A, E>(next: Effect.Effect<A, E, Adoption>) =>
  started(
    Effect.gen(function* () {
      const replies = yield* Replies
      yield* replies.start({ chatId, messageId, parentId })
      const model = yield* Effect.flatMap(HeldModel, ({ asked }) => asked)
      yield* model.says("Half")
      yield* until(count("message"), (n) => n === 2)
      yield* model.says(" a sentence")
      yield* until(Effect.zipRight(TestClock.adjust("1 second"), count("reply_chunk")), (n) => n > 0)
      yield* next
    }),
  )

const states = Effect.flatMap(SqlClient.SqlClient, (sql) => sql<{ state: string }>`SELECT state FROM reply`)
const events = Effect.flatMap(
  SqlClient.SqlClient,
  (sql) => sql<{ operation: string; userId: string }>`
    SELECT operation, user_id AS "userId" FROM sync_event WHERE entity_id = ${messageId} ORDER BY number`,
)
const [create, update] = [
  { operation: "create", userId: ann.userId },
  { operation: "update", userId: ann.userId },
]

it.effect(
  "a reply that runs when somebody else signs in is not theirs, and is ended when its owner is back",
  () =>
    Effect.gen(function* () {
      yield* started(Effect.zipRight(begin, connectModel))
      yield* started(adopt(ann))
      yield* whileItRuns(adopt(ben))
      yield* started(
        Effect.repeatN(
          Effect.promise(() => new Promise<void>((resolve) => setImmediate(resolve))),
          50,
        ),
      )
      assert.deepStrictEqual(yield* events, [create])
      assert.strictEqual(yield* count("reply_chunk"), 1)
      yield* started(adopt(ann))
      yield* started(until(states, (all) => all.every(({ state }) => state === "failed")))
      assert.deepStrictEqual(yield* events, [create, update])
      assert.strictEqual(yield* count("reply_chunk"), 0)
    }).pipe(Effect.provide(Layer.fresh(HeldPlatform))),
)

it.effect("a wipe takes a reply that runs and what had arrived of it", () =>
  Effect.gen(function* () {
    yield* started(Effect.zipRight(begin, connectModel))
    yield* whileItRuns(Effect.flatMap(Adoption, (it) => it.wipe))
    // what was written in the instant before the database was opened anew goes then
    yield* started(until(count("reply_chunk"), (n) => n === 0))
    assert.deepStrictEqual([yield* count("reply"), yield* count("message")], [0, 0])
  }).pipe(Effect.provide(Layer.fresh(HeldPlatform))),
)

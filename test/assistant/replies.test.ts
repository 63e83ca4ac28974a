import { assert, layer } from "@effect/vitest"
import { SqlClient } from "@effect/sql"
import { Effect, Fiber, Option, Stream, TestClock } from "effect"
import { ModelBusy, ModelUnauthorized, ReplyCutOff } from "../../src/domain/errors/AssistantErrors.ts"
import { ChatRepo } from "../../src/services/chat/ChatRepo.ts"
import { MessageRepo } from "../../src/services/chat/MessageRepo.ts"
import { Replies } from "../../src/services/assistant/Replies.ts"
import { begin, chatId, messageId as parentId } from "../support/oneChat.ts"
import { messageIdOf } from "../support/ids.ts"
import { count } from "../support/tables.ts"
import { connectModel, HeldApp, HeldModel } from "./heldModel.ts"

const messageId = messageIdOf(9)
const request = { chatId, messageId, parentId }

const message = Effect.flatMap(MessageRepo, (messages) => messages.byId(messageId)).pipe(
  Effect.map(Option.map(({ content, status }) => ({ content, status }))),
  Effect.map(Option.getOrNull),
)
const shown = Effect.flatMap(Replies, (replies) => replies.watch(chatId).run).pipe(
  Effect.map((all) =>
    all.map(({ cut, error, retryAt, state }) => {
      const tag: string | null = error === null ? null : error._tag
      return { cut, error: tag, retryAt, state }
    }),
  ),
)

/** Waits for what other fibers do without the clock; gives up after so many looks. */
const until = <A, E, R>(
  look: Effect.Effect<A, E, R>,
  isSo: (value: A) => boolean,
  looks = 10_000,
): Effect.Effect<A, E, R> =>
  Effect.flatMap(look, (value) => {
    if (isSo(value)) return Effect.succeed(value)
    if (looks === 0) return Effect.dieMessage(`it stays ${JSON.stringify(value)}`)
    return Effect.zipRight(Effect.yieldNow(), until(look, isSo, looks - 1))
  })

const ended = until(shown, (all) => all.every(({ state }) => state === "failed" || state === "done"))

const start = Effect.gen(function* () {
  yield* begin
  yield* connectModel
  const replies = yield* Replies
  yield* replies.start(request)
  return yield* Effect.flatMap(HeldModel, ({ asked }) => asked)
})

const events = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const rows = yield* sql<{ operation: string }>`
    SELECT operation FROM sync_event WHERE entity_id = ${messageId} ORDER BY number`
  return rows.map(({ operation }) => operation)
})

/** Since the database was opened, of any table. */
const changedRows = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const [row] = yield* sql<{ rows: number }>`SELECT total_changes() AS rows`
  return row?.rows ?? 0
})

layer(HeldApp)("a reply", (it) => {
  it.effect("is a message from its first words on, and two changes in the log whatever its length", () =>
    Effect.gen(function* () {
      const model = yield* start
      assert.deepStrictEqual(model.request.turns, [{ role: "user", content: "Hello" }])
      assert.strictEqual(model.request.connection.baseUrl, "http://localhost:1/v1")
      assert.strictEqual((yield* shown)[0]?.state, "waiting")
      assert.isNull(yield* message)

      yield* model.says("  ")
      yield* model.says("One")
      yield* until(message, (it) => it !== null)
      assert.deepStrictEqual(yield* message, { content: "  One", status: "streaming" })
      assert.strictEqual((yield* shown)[0]?.state, "streaming")
      for (let second = 0; second < 20; second++) {
        yield* model.says(` word${second}`)
        yield* TestClock.adjust("1 second")
      }
      assert.strictEqual((yield* message)?.content, "  One")
      assert.deepStrictEqual(yield* events, ["create"])
      yield* model.ends
      yield* ended
      const whole = `  One${Array.from({ length: 20 }, (_, n) => ` word${n}`).join("")}`
      assert.deepStrictEqual(yield* message, { content: whole, status: "complete" })
      assert.deepStrictEqual(yield* events, ["create", "update"])
      assert.deepStrictEqual([yield* count("reply"), yield* count("reply_chunk")], [0, 0])
    }),
  )

  it.effect("is written at most twice a second, however fast the words come", () =>
    Effect.gen(function* () {
      const model = yield* start
      yield* model.says("first")
      yield* until(message, (it) => it !== null)
      const before = yield* changedRows
      for (let n = 0; n < 300; n++) {
        yield* model.says(" x")
        yield* TestClock.adjust("10 millis")
      }
      // three seconds; each write is a row
      const written = yield* count("reply_chunk")
      assert.isAtLeast(written, 5)
      assert.isAtMost(written, 6)
      assert.strictEqual((yield* changedRows) - before, written)
      yield* model.ends
      yield* ended
      assert.strictEqual((yield* message)?.content, `first${" x".repeat(300)}`)
    }),
  )

  it.effect(
    "of a device that syncs is seen to grow elsewhere, every two seconds and not with each word",
    () =>
      Effect.gen(function* () {
        const model = yield* start
        const sql = yield* SqlClient.SqlClient
        yield* sql`UPDATE sync_config SET mode = 'hybrid'`
        yield* model.says("0")
        yield* until(message, (it) => it !== null)
        for (let tenth = 1; tenth <= 55; tenth++) {
          yield* model.says(` ${tenth}`)
          yield* TestClock.adjust("100 millis")
        }
        const said = (yield* message)?.content ?? ""
        assert.isTrue(said.startsWith("0 1 2 3") && said.length > 80, said)
        assert.deepStrictEqual(yield* events, ["create", "update", "update"])
        yield* model.ends
        yield* ended
        yield* sql`UPDATE sync_config SET mode = 'local-only'`
        assert.deepStrictEqual(yield* events, ["create", "update", "update", "update"])
        assert.isTrue((yield* message)?.content.endsWith(" 54 55"))
      }),
  )

  it.effect("that is stopped keeps what has arrived, and goes on from there", () =>
    Effect.gen(function* () {
      const model = yield* start
      yield* model.says("Half a sent")
      yield* until(message, (it) => it !== null)
      const replies = yield* Replies
      yield* replies.stop(messageId)
      yield* ended
      assert.deepStrictEqual(yield* message, { content: "Half a sent", status: "stopped" })

      yield* replies.resume(messageId)
      const again = yield* Effect.flatMap(HeldModel, ({ asked }) => asked)
      assert.deepStrictEqual(
        again.request.turns.map(({ role }) => role),
        ["user", "assistant", "user"],
      )
      assert.strictEqual(again.request.turns[1]?.content, "Half a sent")
      yield* again.says("ence.")
      yield* again.ends
      yield* ended
      assert.deepStrictEqual(yield* message, { content: "Half a sentence.", status: "complete" })
    }),
  )

  it.effect("that is stopped before its first word leaves nothing", () =>
    Effect.gen(function* () {
      yield* start
      yield* Effect.flatMap(Replies, (replies) => replies.stop(messageId))
      yield* until(shown, (all) => all.length === 0)
      assert.isNull(yield* message)
    }),
  )

  it.effect("that fails says why, and can be asked for again under the same name", () =>
    Effect.gen(function* () {
      const model = yield* start
      yield* model.fails(new ModelUnauthorized())
      yield* ended
      assert.deepInclude((yield* shown)[0], { state: "failed", error: "ModelUnauthorized" })
      assert.isNull(yield* message)
      const replies = yield* Replies
      yield* replies.start(request)
      const again = yield* Effect.flatMap(HeldModel, ({ asked }) => asked)
      yield* again.says("Now")
      yield* again.ends
      yield* ended
      assert.deepStrictEqual(yield* message, { content: "Now", status: "complete" })
      // a call that is sent again to the next leader asks nobody
      const asked = yield* Effect.flatMap(HeldModel, (it) => it.count)
      yield* replies.start(request)
      assert.strictEqual(yield* Effect.flatMap(HeldModel, (it) => it.count), asked)
    }),
  )

  it.effect("that breaks off in the middle is kept, with the reason", () =>
    Effect.gen(function* () {
      const model = yield* start
      yield* model.says("As far as")
      yield* until(message, (it) => it !== null)
      yield* model.fails(new ReplyCutOff({ reason: "connection" }))
      yield* ended
      assert.deepInclude((yield* shown)[0], { state: "failed", error: "ReplyCutOff" })
      assert.deepStrictEqual(yield* message, { content: "As far as", status: "stopped" })
      yield* Effect.flatMap(Replies, (replies) => replies.dismiss(messageId))
      assert.deepStrictEqual(yield* shown, [])
      assert.strictEqual((yield* message)?.content, "As far as")
    }),
  )

  it.effect("of nothing but space is a failure", () =>
    Effect.gen(function* () {
      const model = yield* start
      yield* model.says(" \n")
      yield* model.ends
      yield* ended
      assert.deepInclude((yield* shown)[0], { state: "failed", error: "ModelFailed" })
      assert.isNull(yield* message)
    }),
  )

  it.effect("of a busy provider is asked for again when it says, three times at most", () =>
    Effect.gen(function* () {
      const first = yield* start
      const { asked, count } = yield* HeldModel
      const before = yield* count
      yield* first.fails(new ModelBusy({ retryAfter: 20_000 }))
      yield* until(shown, ([it]) => typeof it?.retryAt === "number")
      yield* TestClock.adjust("19 seconds")
      assert.strictEqual(yield* count, before)
      for (let again = 1; again <= 3; again++) {
        yield* until(Effect.zipRight(TestClock.adjust("1 second"), count), (n) => n === before + again)
        yield* Effect.flatMap(asked, (it) => it.fails(new ModelBusy({ retryAfter: 1_000 })))
      }
      yield* ended
      assert.deepInclude((yield* shown)[0], { state: "failed", error: "ModelBusy" })
    }),
  )

  it.effect("does not bring its chat back from the trash", () =>
    Effect.gen(function* () {
      const model = yield* start
      const sql = yield* SqlClient.SqlClient
      yield* sql`UPDATE chat SET deleted_at = 1 WHERE id = ${chatId}`
      yield* model.says("Too late")
      yield* model.ends
      yield* until(shown, (all) => all.length === 0)
      assert.isNull(yield* message)
      const chat = yield* Effect.flatMap(ChatRepo, (chats) => chats.byId(chatId))
      assert.strictEqual(Option.getOrThrow(chat).deletedAt, 1)
    }),
  )

  it.effect("ends when its chat is thrown away, and keeps what it had", () =>
    Effect.gen(function* () {
      const model = yield* start
      const sql = yield* SqlClient.SqlClient
      yield* model.says("Begun")
      yield* until(message, (it) => it !== null)
      yield* sql`UPDATE chat SET deleted_at = 1 WHERE id = ${chatId}`
      yield* model.says(" and on")
      yield* TestClock.adjust("1 second")
      yield* until(shown, (all) => all.length === 0)
      assert.deepStrictEqual(yield* message, { content: "Begun and on", status: "stopped" })
    }),
  )

  it.effect("longer than a message is cut off where a message ends", () =>
    Effect.gen(function* () {
      const model = yield* start
      yield* model.says("a".repeat(1_048_000))
      yield* model.says("b".repeat(576))
      yield* model.says("c")
      yield* ended
      assert.deepInclude((yield* shown)[0], { state: "failed", error: "ReplyCutOff" })
      assert.strictEqual((yield* message)?.content.length, 1_048_576)
    }),
  )

  it.effect("is followed piece by piece, by those who come late too", () =>
    Effect.gen(function* () {
      const model = yield* start
      const replies = yield* Replies
      yield* model.thinks("hm")
      yield* model.says("One ")
      yield* until(message, (it) => it !== null)
      const following = yield* Effect.fork(Stream.runCollect(Stream.take(replies.follow(messageId), 2)))
      yield* Effect.yieldNow()
      yield* TestClock.adjust("33 millis")
      yield* model.says("two")
      yield* TestClock.adjust("33 millis")
      const pieces = yield* Fiber.join(following)
      assert.deepStrictEqual(Array.from(pieces), [
        { from: 0, text: "One ", thinking: "hm" },
        { from: 4, text: "two", thinking: "" },
      ])
      yield* model.ends
      yield* ended
    }),
  )

  it.effect("names the chat that nobody has named, and no other", () =>
    Effect.gen(function* () {
      const model = yield* start
      const sql = yield* SqlClient.SqlClient
      yield* sql`UPDATE chat SET title = 'Hello' WHERE id = ${chatId}`
      yield* model.says("Hello yourself")
      yield* model.ends
      const naming = yield* Effect.flatMap(HeldModel, ({ asked }) => asked)
      assert.include(naming.request.turns[1]?.content, "Hello yourself")
      yield* naming.says('"A greeting."\n\nIs that fine?')
      yield* naming.ends
      const title = Effect.map(
        Effect.flatMap(ChatRepo, (chats) => chats.row(chatId)),
        (it) => Option.getOrThrow(it).title,
      )
      yield* until(title, (it) => it !== "Hello")
      assert.strictEqual(yield* title, "A greeting")
    }),
  )
})

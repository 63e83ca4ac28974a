import { assert, it } from "@effect/vitest"
import { Effect, FastCheck, Layer, Option, TestClock } from "effect"
import { MessageRepo } from "../../src/services/chat/MessageRepo.ts"
import { Replies } from "../../src/services/assistant/Replies.ts"
import { Integrity } from "../../src/services/debug/Integrity.ts"
import * as LocalDatabase from "../../src/services/LocalDatabase.ts"
import { copyOf, layerDisk, makeDisk } from "../support/disk.ts"
import type { Disk } from "../support/DiskVfs.ts"
import { messageIdOf } from "../support/ids.ts"
import { begin, chatId, messageId as parentId } from "../support/oneChat.ts"
import { connectModel, HeldModel, HeldPlatform } from "./heldModel.ts"

const messageId = messageIdOf(9)

/** A worker with everything on this disk. */
const workerOn = (disk: Disk) =>
  Layer.fresh(Layer.provideMerge(LocalDatabase.layer, Layer.merge(HeldPlatform, layerDisk(disk))))

const message = Effect.map(
  Effect.flatMap(MessageRepo, (messages) => messages.byId(messageId)),
  Option.map(({ content, status }) => ({ content, status })),
)

const states = Effect.map(
  Effect.flatMap(Replies, (replies) => replies.watch(chatId).run),
  (all) => all.map(({ state }) => state),
)

const untilMended: Effect.Effect<void, unknown, Replies> = Effect.flatMap(states, (all) =>
  all.some((state) => state !== "failed") ? Effect.zipRight(Effect.yieldNow(), untilMended) : Effect.void,
)

/** Words, each with the milliseconds after it. */
const speech = FastCheck.array(
  FastCheck.tuple(FastCheck.constantFrom("a", " word", "\n\n", "é", "😀", " and so on"), FastCheck.nat(900)),
  { minLength: 1, maxLength: 12 },
)

it.effect.prop(
  "what had arrived half a second before the worker was killed is there at the next start, once, and goes on",
  [speech],
  ([words]) =>
    Effect.gen(function* () {
      const disk = makeDisk()
      let said = ""
      let early = ""
      const killed = yield* Effect.gen(function* () {
        yield* begin
        yield* connectModel
        yield* Effect.flatMap(Replies, (replies) => replies.start({ chatId, messageId, parentId }))
        const model = yield* Effect.flatMap(HeldModel, ({ asked }) => asked)
        yield* model.says("Well")
        said = "Well"
        yield* TestClock.adjust("1 second")
        for (const [word, millis] of words) {
          yield* model.says(word)
          said += word
          yield* TestClock.adjust(millis)
          if (millis >= 500) early = said
        }
        return copyOf(disk)
      }).pipe(Effect.provide(workerOn(disk)))

      yield* Effect.gen(function* () {
        yield* untilMended
        const { content, status } = Option.getOrThrow(yield* message)
        assert.strictEqual(status, "stopped")
        assert.isTrue(
          said.startsWith(content) && content.length >= early.length,
          JSON.stringify({ said, content }),
        )
        assert.deepStrictEqual(yield* states, ["failed"])
        const { problems } = yield* Effect.flatMap(Integrity, (it) => it.check)
        assert.deepStrictEqual(problems, [])

        yield* Effect.flatMap(Replies, (replies) => replies.resume(messageId))
        const model = yield* Effect.flatMap(HeldModel, ({ asked }) => asked)
        assert.strictEqual(model.request.turns[1]?.content, content)
        yield* model.says(" The end.")
        yield* model.ends
        const isComplete: Effect.Effect<void, unknown, MessageRepo> = Effect.flatMap(message, (it) =>
          Option.exists(it, ({ status }) => status === "complete")
            ? Effect.void
            : Effect.zipRight(Effect.yieldNow(), isComplete),
        )
        yield* isComplete
        assert.strictEqual(Option.getOrThrow(yield* message).content, `${content} The end.`)
      }).pipe(Effect.provide(workerOn(killed)))
    }),
  { fastCheck: { numRuns: 6 } },
)

it.effect(
  "a reply of which nothing had come is asked for again by hand, and its chat has no trace of it",
  () =>
    Effect.gen(function* () {
      const disk = makeDisk()
      const killed = yield* Effect.gen(function* () {
        yield* begin
        yield* connectModel
        yield* Effect.flatMap(Replies, (replies) => replies.start({ chatId, messageId, parentId }))
        yield* Effect.flatMap(HeldModel, ({ asked }) => asked)
        return copyOf(disk)
      }).pipe(Effect.provide(workerOn(disk)))
      yield* Effect.gen(function* () {
        yield* untilMended
        assert.isTrue(Option.isNone(yield* message))
        yield* Effect.flatMap(Replies, (replies) => replies.start({ chatId, messageId, parentId }))
        const model = yield* Effect.flatMap(HeldModel, ({ asked }) => asked)
        assert.strictEqual(model.request.turns.length, 1)
      }).pipe(Effect.provide(workerOn(killed)))
    }),
)

import { assert, layer } from "@effect/vitest"
import { Effect, FastCheck, Option } from "effect"
import { ChatRepo } from "../../src/services/chat/ChatRepo.ts"
import { MessageRepo } from "../../src/services/chat/MessageRepo.ts"
import { Mutations } from "../../src/services/chat/Mutations.ts"
import { Integrity } from "../../src/services/debug/Integrity.ts"
import { text } from "../support/histories.ts"
import { eventIdOf } from "../support/ids.ts"
import { chat, chatId, message, messageId, next, untyped } from "../support/oneChat.ts"
import { TestApp } from "../support/platform.ts"
import { wipe } from "../support/tables.ts"

const anyTag = FastCheck.constantFrom("CreateChat", "UpdateChat", "AddMessage", "UpdateMessage", "UpdateUser")

layer(TestApp)("the way in", (it) => {
  it.effect("takes a content of exactly one MiB, and a title of 500 characters", () =>
    Effect.gen(function* () {
      yield* wipe
      const [long, longest] = ["x".repeat(500), "€".repeat(349_525) + "x"]
      const service = yield* Mutations
      yield* service.apply([
        { ...chat, title: long },
        { ...message, content: longest },
      ])
      const row = yield* Effect.flatMap(MessageRepo, (it) => it.byId(messageId))
      assert.strictEqual(Option.getOrThrow(row).content, longest)
      assert.strictEqual(
        Option.getOrThrow(yield* Effect.flatMap(ChatRepo, (it) => it.byId(chatId))).title,
        long,
      )
    }),
  )

  it.effect.prop(
    "keeps every text as it was given, whatever is in it, and the tables whole",
    [text, text, text, text],
    ([one, two, three, four]) =>
      Effect.gen(function* () {
        yield* wipe
        const service = yield* Mutations
        const name = (it: string) => it.slice(0, 200)
        yield* service.apply([
          { ...chat, title: "x", systemPrompt: one, model: name(two), folder: name(three) },
          { ...message, content: four, model: name(one) },
          { _tag: "UpdateChat", eventId: next, chatId, patch: { title: four } },
          {
            _tag: "UpdateMessage",
            eventId: eventIdOf(3),
            chatId,
            messageId,
            patch: { content: `${four}${one}` },
          },
        ])
        const row = Option.getOrThrow(yield* Effect.flatMap(ChatRepo, (it) => it.byId(chatId)))
        assert.deepStrictEqual(
          [row.title, row.systemPrompt, row.model, row.folder],
          [four, one, name(two), name(three)],
        )
        const stored = Option.getOrThrow(yield* Effect.flatMap(MessageRepo, (it) => it.byId(messageId)))
        assert.deepStrictEqual([stored.content, stored.model], [`${four}${one}`, name(one)])
        assert.deepStrictEqual((yield* Effect.flatMap(Integrity, (it) => it.check)).problems, [])
      }),
    { fastCheck: { numRuns: 30 } },
  )

  it.effect.prop(
    "takes anything at all without a defect",
    [
      FastCheck.array(
        FastCheck.oneof(
          FastCheck.anything(),
          FastCheck.record({ _tag: anyTag, patch: FastCheck.anything() }),
        ),
      ),
    ],
    ([anything]) =>
      Effect.gen(function* () {
        const exit = yield* Effect.either(Effect.flatMap(Mutations, (it) => it.apply(untyped(anything))))
        assert.strictEqual(exit._tag, anything.length === 0 ? "Right" : "Left")
      }),
    { fastCheck: { numRuns: 200 } },
  )
})

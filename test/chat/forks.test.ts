import { assert, layer } from "@effect/vitest"
import { Effect, Option } from "effect"
import type { ChatId } from "../../src/domain/Ids.ts"
import type { MutationInput } from "../../src/domain/Mutation.ts"
import { ChatRepo } from "../../src/services/chat/ChatRepo.ts"
import { MessageWindows } from "../../src/services/chat/MessageWindows.ts"
import { forkMutations } from "../../src/ui/data/forkMutations.ts"
import { chatIdOf, eventIdOf, messageIdOf } from "../support/ids.ts"
import { apply } from "../support/oneChat.ts"
import { TestApp } from "../support/platform.ts"
import { wipe } from "../support/tables.ts"

const chatId = chatIdOf(0)
const forkId = chatIdOf(1)

const chat: MutationInput = {
  _tag: "CreateChat",
  eventId: eventIdOf(0),
  chatId,
  title: "Original",
  model: "a-model",
  systemPrompt: "Be brief",
}

const message = (n: number, more: Partial<Extract<MutationInput, { readonly _tag: "AddMessage" }>> = {}) =>
  ({
    _tag: "AddMessage",
    eventId: eventIdOf(n + 1),
    chatId,
    messageId: messageIdOf(n),
    role: n % 2 === 0 ? "user" : "assistant",
    content: `turn ${n}`,
    createdAt: 1_000 + n,
    ...more,
  }) satisfies MutationInput

const branch = (id: ChatId, anchor: number | null) =>
  Effect.map(
    Effect.flatMap(MessageWindows, (it) =>
      it.read({ chatId: id, anchor: anchor === null ? null : messageIdOf(anchor), before: 5_000, after: 0 }),
    ),
    ({ messages }) => messages,
  )

const theChat = (id: ChatId) =>
  Effect.map(
    Effect.flatMap(ChatRepo, (it) => it.byId(id)),
    Option.getOrThrow,
  )

const essence = (
  rows: ReadonlyArray<{ role: string; content: string; model: string | null; createdAt: number }>,
) => rows.map(({ role, content, model, createdAt }) => [role, content, model, createdAt])

layer(TestApp)("a fork", (it) => {
  it.effect(
    "is the branch up to a message, with who wrote what and when, and nothing beside or after it",
    () =>
      Effect.gen(function* () {
        yield* wipe
        yield* apply(
          chat,
          message(0),
          message(1, { model: "m-1" }),
          message(2, { parentId: messageIdOf(0), role: "assistant", content: "another version" }),
          message(3, { parentId: messageIdOf(1), role: "user" }),
          message(4, { parentId: messageIdOf(3), role: "assistant", status: "streaming" }),
          message(5, { parentId: messageIdOf(4), role: "user" }),
        )
        const original = yield* branch(chatId, 4)
        const mutations = forkMutations(yield* theChat(chatId), original, forkId, "Fork")
        yield* apply(...mutations)
        const copy = yield* branch(forkId, null)
        assert.deepStrictEqual(essence(copy), essence(original))
        assert.deepStrictEqual(
          copy.map(({ content }) => content),
          ["turn 0", "turn 1", "turn 3", "turn 4"],
        )
        assert.strictEqual(copy.at(-1)?.status, "stopped")
        assert.isTrue(copy.every(({ siblings }) => siblings === 1))
        const { title, model, systemPrompt } = yield* theChat(forkId)
        assert.deepStrictEqual([title, model, systemPrompt], ["Fork", "a-model", "Be brief"])
        assert.deepStrictEqual(yield* branch(chatId, 4), original)
      }),
  )

  it.effect("asked for twice is there once, and goes to the trash as one chat", () =>
    Effect.gen(function* () {
      yield* wipe
      yield* apply(chat, message(0), message(1))
      const mutations = forkMutations(yield* theChat(chatId), yield* branch(chatId, 1), forkId, "Fork")
      yield* apply(...mutations)
      yield* apply(...mutations)
      assert.lengthOf(yield* branch(forkId, null), 2)
      yield* apply({ _tag: "DeleteChat", eventId: eventIdOf(99), chatId: forkId })
      assert.isNotNull((yield* theChat(forkId)).deletedAt)
      assert.isNull((yield* theChat(chatId)).deletedAt)
    }),
  )
})

import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { ChatRepo } from "../../src/services/chat/ChatRepo.ts"
import { MessageWindows } from "../../src/services/chat/MessageWindows.ts"
import { Mutations } from "../../src/services/chat/Mutations.ts"
import { Integrity } from "../../src/services/debug/Integrity.ts"
import { nextChatId, nextEventId, nextMessageId } from "../../src/services/Nanoid.ts"
import { Search } from "../../src/services/search/Search.ts"
import { TestApp } from "../support/platform.ts"

it.effect("a chat and its first message come in one batch", () =>
  Effect.gen(function* () {
    const mutations = yield* Mutations
    const [chatId, messageId] = [yield* nextChatId, yield* nextMessageId]
    const outcome = yield* mutations.apply([
      { _tag: "CreateChat", eventId: yield* nextEventId, chatId, title: "First" },
      {
        _tag: "AddMessage",
        eventId: yield* nextEventId,
        chatId,
        messageId,
        role: "user",
        content: "Hello wörld",
      },
    ])
    assert.deepStrictEqual(outcome, ["applied", "applied"])
    const { chats } = yield* Effect.flatMap(ChatRepo, (repo) => repo.list("active", 10))
    assert.deepStrictEqual(
      chats.map(({ title }) => title),
      ["First"],
    )
    const windows = yield* MessageWindows
    const window = yield* windows.read({ chatId, anchor: null, before: 50, after: 0 })
    assert.deepStrictEqual(
      window.messages.map(({ content }) => content),
      ["Hello wörld"],
    )
    assert.strictEqual(window.hasOlder, false)
    const hits = yield* Effect.flatMap(Search, (search) => search.find({ text: "hello wor", limit: 10 }))
    assert.deepStrictEqual(
      hits.map((hit) => hit.messageId),
      [messageId],
    )
    assert.deepStrictEqual((yield* Effect.flatMap(Integrity, (it) => it.check)).problems, [])
  }).pipe(Effect.provide(TestApp)),
)

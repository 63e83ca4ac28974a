import { assert, layer } from "@effect/vitest"
import { Chunk, Effect, Schema, Stream, TestClock } from "effect"
import { Mutations } from "../../src/services/chat/Mutations.ts"
import { OldChatList } from "../../src/services/storage/OldChatList.ts"
import { Exports } from "../../src/services/debug/Exports.ts"
import { chatIdOf, messageIdOf } from "../support/ids.ts"
import { TestApp } from "../support/platform.ts"
import { addMessage, changeChat, createChat, deleteChat } from "../sync/exchange.ts"

const Exported = Schema.parseJson(
  Schema.Struct({
    format: Schema.Literal("openchat-database"),
    tables: Schema.Struct({
      chat: Schema.Array(Schema.Struct({ id: Schema.String })),
      message: Schema.Array(Schema.Struct({ id: Schema.String, content: Schema.String })),
    }),
  }),
)

const into = (n: number) => ({ chatId: chatIdOf(n), parentId: null })

layer(TestApp)("old chats", (it) => {
  it.effect("are those in which nothing was written since, unless pinned or in the trash", () =>
    Effect.gen(function* () {
      const { apply } = yield* Mutations
      const { find } = yield* OldChatList
      yield* TestClock.setTime(1_000_000)
      yield* apply([
        createChat(0),
        addMessage(0, "Grüße", into(0)),
        createChat(1),
        changeChat(1, { pinned: true }),
      ])
      yield* apply([
        createChat(2),
        createChat(3),
        deleteChat(3),
        createChat(4),
        changeChat(4, { archived: true }),
      ])
      yield* apply([addMessage(4, "Old", into(4)), addMessage(2, "Old too", into(2))])
      yield* TestClock.setTime(2_000_000)
      yield* apply([addMessage(5, "New", { chatId: chatIdOf(2) }), createChat(5)])

      assert.deepStrictEqual(yield* find(2_000_000), {
        chatIds: [chatIdOf(0), chatIdOf(4)],
        listed: [chatIdOf(0)],
        bytes: 7 + 3,
      })
      assert.deepStrictEqual(yield* find(1_000_000), { chatIds: [], listed: [], bytes: 0 })
    }),
  )

  it.effect("are exported with all that lies in them, and nothing else", () =>
    Effect.gen(function* () {
      const { chatsJson } = yield* Exports
      const pieces = yield* Stream.runCollect(chatsJson([chatIdOf(0), chatIdOf(2)]))
      const { tables } = yield* Schema.decode(Exported)(Chunk.join(pieces, ""))
      assert.deepStrictEqual(tables, {
        chat: [{ id: chatIdOf(0) }, { id: chatIdOf(2) }],
        message: [
          { id: messageIdOf(0), content: "Grüße" },
          { id: messageIdOf(2), content: "Old too" },
          { id: messageIdOf(5), content: "New" },
        ],
      })
    }),
  )
})

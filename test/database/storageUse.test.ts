import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { Mutations } from "../../src/services/chat/Mutations.ts"
import { StorageUse } from "../../src/services/storage/StorageUse.ts"
import { chatIdOf, eventIdOf, messageIdOf } from "../support/ids.ts"
import { TestApp } from "../support/platform.ts"

const chatId = chatIdOf(0)

layer(TestApp)("what takes up room", (it) => {
  it.effect("texts count by their bytes, each as what it is, over more than one slice", () =>
    Effect.gen(function* () {
      const { measure } = yield* StorageUse
      const { apply } = yield* Mutations
      const empty = yield* measure
      assert.deepStrictEqual([empty.messages, empty.trash, empty.waiting], [0, 0, 0])

      yield* apply([{ _tag: "CreateChat", eventId: eventIdOf(0), chatId, title: "Ümläut" }])
      for (let from = 0; from < 4_500; from += 500) {
        yield* apply(
          Array.from({ length: 500 }, (_, n) => ({
            _tag: "AddMessage" as const,
            eventId: eventIdOf(1 + from + n),
            chatId,
            messageId: messageIdOf(from + n),
            role: "user" as const,
            content: "für dich",
          })),
        )
      }
      const full = yield* measure
      assert.strictEqual(full.messages, 4_500 * 9)
      assert.strictEqual(full.trash, 0)
      assert.isAbove(full.waiting, full.messages)
      assert.strictEqual(full.history, 0)
      assert.isAbove(full.index, empty.index)
      assert.isAbove(full.file, full.messages + full.waiting)

      yield* apply([
        { _tag: "DeleteMessage", eventId: eventIdOf(9_000), chatId, messageId: messageIdOf(4_499) },
      ])
      const less = yield* measure
      assert.deepStrictEqual([less.messages, less.trash], [4_499 * 9, 9])

      yield* apply([{ _tag: "DeleteChat", eventId: eventIdOf(9_001), chatId }])
      const gone = yield* measure
      assert.deepStrictEqual([gone.messages, gone.trash], [0, 4_500 * 9])
    }),
  )
})

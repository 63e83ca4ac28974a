import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import type { ChatPatch } from "../../src/domain/Chat.ts"
import type { ChatShelf } from "../../src/domain/rpc/ChatRpcs.ts"
import { Chats } from "../../src/services/chat/Chats.ts"
import { Mutations } from "../../src/services/chat/Mutations.ts"
import { chatIdOf, eventIdOf } from "../support/ids.ts"
import { TestApp } from "../support/platform.ts"
import { wipe } from "../support/tables.ts"

let event = 0

/** Chats named by their place, as the patches say; the last one is in the trash. */
const filled = (...patches: ReadonlyArray<ChatPatch>) =>
  Effect.gen(function* () {
    yield* wipe
    const { apply } = yield* Mutations
    for (const [n, patch] of patches.entries()) {
      const [chatId, title] = [chatIdOf(n), String(n)]
      yield* apply([{ _tag: "CreateChat", eventId: eventIdOf(event++), chatId, title, createdAt: n }])
      yield* apply([{ _tag: "UpdateChat", eventId: eventIdOf(event++), chatId, patch }])
    }
    const last = chatIdOf(patches.length - 1)
    yield* apply([{ _tag: "DeleteChat", eventId: eventIdOf(event++), chatId: last }])
  })

const listed = (shelf: ChatShelf, folder?: string | null) =>
  Effect.flatMap(Chats, (chats) =>
    Effect.map(chats.watch({ shelf, limit: 100, ...(folder === undefined ? {} : { folder }) }).run, (list) =>
      list.chats.map(({ title }) => title),
    ),
  )

layer(TestApp)("folders", (it) => {
  it.effect("a chat in use is listed once: pinned, in its folder, or by its day", () =>
    Effect.gen(function* () {
      yield* filled(
        { folder: "Work" },
        { folder: "Work", pinned: true },
        {},
        { folder: "Work", archived: true },
        { folder: "10 plans" },
        { folder: "Work" },
      )
      const { folders } = yield* Chats
      assert.deepStrictEqual(yield* listed("active", null), ["1", "2"])
      assert.deepStrictEqual(yield* listed("active", "Work"), ["0"])
      assert.deepStrictEqual(yield* listed("active", "10 plans"), ["4"])
      assert.deepStrictEqual(yield* listed("active"), ["1", "4", "2", "0"])
      assert.deepStrictEqual(yield* listed("archived", "Work"), ["3"])
      assert.deepStrictEqual(yield* folders().run, [
        { name: "10 plans", chats: 1 },
        { name: "Work", chats: 1 },
      ])
    }),
  )

  it.effect("are in the order of their numbers, and there as long as a chat in use is in them", () =>
    Effect.gen(function* () {
      yield* filled(
        { folder: "Part 10" },
        { folder: "Part 9", pinned: true },
        { archived: true, folder: "Old" },
        {},
      )
      const { folders } = yield* Chats
      assert.deepStrictEqual(yield* folders().run, [
        { name: "Part 9", chats: 0 },
        { name: "Part 10", chats: 1 },
      ])
    }),
  )

  it.effect("what is changed all at once is every chat of the folder but those in the trash", () =>
    Effect.gen(function* () {
      yield* filled(
        { folder: "Work" },
        { folder: "Work", archived: true, pinned: true },
        {},
        { folder: "Work" },
      )
      const { kept, rows } = yield* Chats
      assert.deepStrictEqual(
        (yield* kept("Work")).map(({ title }) => title),
        ["0", "1"],
      )
      const wanted = yield* rows([chatIdOf(3), chatIdOf(1), chatIdOf(99)])
      assert.deepStrictEqual(
        wanted
          .toSorted((a, b) => Number(a.title) - Number(b.title))
          .map(({ archived, title }) => [title, archived]),
        [
          ["1", true],
          ["3", false],
        ],
      )
    }),
  )
})

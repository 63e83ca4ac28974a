import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import type { MutationInput } from "../../src/domain/Mutation.ts"
import { ChatRepo } from "../../src/services/chat/ChatRepo.ts"
import { Identity } from "../../src/services/device/Identity.ts"
import { chatIdOf, eventIdOf, messageIdOf } from "../support/ids.ts"
import { TestApp } from "../support/platform.ts"
import { wipe } from "../support/tables.ts"
import {
  chatId,
  messageId,
  noon,
  message,
  next,
  begin,
  later,
  apply,
  theChat,
  theMessage,
  lists,
  newestEvent,
} from "../support/oneChat.ts"

layer(TestApp)("a mutation of a chat", (it) => {
  it.effect("CreateChat makes a chat of this user, with its title as given and what was left out", () =>
    Effect.gen(function* () {
      yield* begin
      const { userId } = yield* Identity
      assert.deepStrictEqual(yield* theChat, {
        id: chatId,
        userId,
        title: "  Chat ",
        model: null,
        systemPrompt: null,
        folder: null,
        pinned: false,
        archived: false,
        createdAt: noon,
        updatedAt: noon,
        activeAt: noon,
        deletedAt: null,
        version: 0,
        clocks: {},
        versions: {},
      })
    }),
  )

  it.effect(
    "CreateChat and AddMessage keep the time of an import, and the chat's place in the list is by it",
    () =>
      Effect.gen(function* () {
        yield* begin
        const old = chatIdOf(1)
        yield* apply(
          { _tag: "CreateChat", eventId: next, chatId: old, title: "Old", createdAt: 1_000 },
          { ...message, eventId: eventIdOf(3), chatId: old, messageId: messageIdOf(1), createdAt: 2_000 },
        )
        const { chats } = yield* Effect.flatMap(ChatRepo, (it) => it.list("active", 9))
        assert.deepStrictEqual(
          chats.map(({ id, createdAt, activeAt }) => [id, createdAt, activeAt]),
          [
            [chatId, noon, noon],
            [old, 1_000, 2_000],
          ],
        )
      }),
  )

  it.effect("UpdateChat changes the fields that it names and no other", () =>
    Effect.gen(function* () {
      yield* begin
      const before = yield* theChat
      yield* apply({
        _tag: "UpdateChat",
        eventId: next,
        chatId,
        patch: { title: "New", folder: "F", pinned: true },
      })
      const after = yield* theChat
      assert.hasAllKeys(after.clocks, ["title", "folder", "pinned"])
      assert.deepStrictEqual(
        { ...after, clocks: {} },
        { ...before, title: "New", folder: "F", pinned: true, updatedAt: later },
      )
      yield* apply({
        _tag: "UpdateChat",
        eventId: eventIdOf(3),
        chatId,
        patch: { archived: true, folder: null },
      })
      assert.deepStrictEqual(yield* lists, [0, 1, 0])
      assert.strictEqual((yield* theChat).folder, null)
    }),
  )

  it.effect("DeleteChat puts the chat into the trash alone, RestoreChat brings it back as it was", () =>
    Effect.gen(function* () {
      yield* begin
      const before = yield* theMessage
      yield* apply({ _tag: "DeleteChat", eventId: next, chatId })
      assert.strictEqual((yield* theChat).deletedAt, later)
      assert.deepStrictEqual(yield* lists, [0, 0, 1])
      assert.deepStrictEqual(yield* theMessage, before)
      yield* apply({ _tag: "RestoreChat", eventId: eventIdOf(3), chatId })
      assert.strictEqual((yield* theChat).deletedAt, null)
      assert.deepStrictEqual(yield* lists, [1, 0, 0])
    }),
  )

  it.effect("is recorded with the version of the row that it was made on, as the JSON of itself", () =>
    Effect.gen(function* () {
      yield* begin
      const { deviceId, userId } = yield* Identity
      const repo = yield* ChatRepo
      yield* repo.update({ ...(yield* theChat), version: 7 })
      const mutation: MutationInput = { _tag: "UpdateChat", eventId: next, chatId, patch: { title: "New" } }
      yield* apply(mutation)
      const event = yield* newestEvent
      assert.deepInclude(event, {
        id: next,
        entityType: "chat",
        entityId: chatId,
        operation: "update",
        baseVersion: 7,
        userId,
        deviceId,
        number: 3,
        synced: false,
        outcome: null,
      })
      assert.deepStrictEqual(JSON.parse(event?.data ?? ""), mutation)
      yield* apply({ _tag: "DeleteMessage", eventId: eventIdOf(3), chatId, messageId })
      assert.deepInclude(yield* newestEvent, { operation: "delete", entityType: "message", baseVersion: 0 })
    }),
  )

  it.effect("lists hold as many chats as were asked for and say whether there are more", () =>
    Effect.gen(function* () {
      yield* wipe
      yield* apply(
        ...Array.from({ length: 5 }, (_, n): MutationInput => ({
          _tag: "CreateChat",
          eventId: eventIdOf(n),
          chatId: chatIdOf(n),
          title: `${n}`,
          createdAt: n,
        })),
        { _tag: "UpdateChat", eventId: eventIdOf(9), chatId: chatIdOf(1), patch: { pinned: true } },
      )
      const repo = yield* ChatRepo
      const titles = (limit: number) =>
        Effect.map(repo.list("active", limit), ({ chats, hasMore }) => [
          chats.map(({ title }) => title).join(""),
          hasMore,
        ])
      assert.deepStrictEqual(yield* titles(3), ["143", true])
      assert.deepStrictEqual(yield* titles(5), ["14320", false])
    }),
  )
})

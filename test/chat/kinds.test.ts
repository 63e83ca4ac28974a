import { assert, layer } from "@effect/vitest"
import { Effect, Option, TestClock } from "effect"
import type { MutationInput } from "../../src/domain/Mutation.ts"
import { SyncConfigRepo } from "../../src/services/account/SyncConfigRepo.ts"
import { UserRepo } from "../../src/services/account/UserRepo.ts"
import { ChatRepo } from "../../src/services/chat/ChatRepo.ts"
import { MessageRepo } from "../../src/services/chat/MessageRepo.ts"
import { Mutations } from "../../src/services/chat/Mutations.ts"
import { DeviceRepo } from "../../src/services/device/DeviceRepo.ts"
import { Identity } from "../../src/services/device/Identity.ts"
import { SyncEventRepo } from "../../src/services/journal/SyncEventRepo.ts"
import { chatIdOf, eventIdOf, messageIdOf } from "../support/ids.ts"
import { TestApp } from "../support/platform.ts"
import { wipe } from "../support/tables.ts"

const chatId = chatIdOf(0)
const messageId = messageIdOf(0)
const noon = 43_200_000

const chat: MutationInput = { _tag: "CreateChat", eventId: eventIdOf(0), chatId, title: "  Chat " }
const message: MutationInput = {
  _tag: "AddMessage",
  eventId: eventIdOf(1),
  chatId,
  messageId,
  role: "user",
  content: "Hello",
}
const next = eventIdOf(2)

/** A chat with one message, made at noon, and the clock an hour later. */
const begin = Effect.gen(function* () {
  yield* wipe
  yield* TestClock.setTime(noon)
  yield* apply(chat, message)
  yield* TestClock.adjust("1 hour")
})

const later = noon + 3_600_000

const apply = (...mutations: ReadonlyArray<MutationInput>) =>
  Effect.flatMap(Mutations, (it) => it.apply(mutations))

const theChat = Effect.map(
  Effect.flatMap(ChatRepo, (it) => it.byId(chatId)),
  Option.getOrThrow,
)
const theMessage = Effect.map(
  Effect.flatMap(MessageRepo, (it) => it.byId(messageId)),
  Option.getOrThrow,
)
const lists = Effect.flatMap(ChatRepo, (it) =>
  Effect.map(Effect.all([it.list("active", 9), it.list("archived", 9), it.list("trash", 9)]), (all) =>
    all.map(({ chats }) => chats.length),
  ),
)
const newestEvent = Effect.flatMap(SyncEventRepo, (it) => Effect.map(it.newest(1), ([event]) => event))

layer(TestApp)("a mutation", (it) => {
  it.effect("CreateChat makes a chat of this user, with a trimmed title and what was left out", () =>
    Effect.gen(function* () {
      yield* begin
      const { userId } = yield* Identity
      assert.deepStrictEqual(yield* theChat, {
        ...{ id: chatId, userId, title: "Chat", model: null, systemPrompt: null, folder: null },
        ...{
          pinned: false,
          archived: false,
          createdAt: noon,
          updatedAt: noon,
          activeAt: noon,
          deletedAt: null,
        },
        ...{ version: 0, clocks: {} },
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

  it.effect("AddMessage brings its chat up in the list, and back from the trash", () =>
    Effect.gen(function* () {
      yield* begin
      yield* apply({ _tag: "DeleteChat", eventId: next, chatId })
      yield* TestClock.adjust("1 hour")
      yield* apply({ ...message, eventId: eventIdOf(3), messageId: messageIdOf(1) })
      const chat = yield* theChat
      assert.deepStrictEqual([chat.deletedAt, chat.activeAt], [null, later + 3_600_000])
      assert.deepStrictEqual(yield* lists, [1, 0, 0])
    }),
  )

  it.effect("AddMessage of an older time does not move its chat down", () =>
    Effect.gen(function* () {
      yield* begin
      yield* apply({ ...message, eventId: next, messageId: messageIdOf(1), createdAt: 5 })
      assert.strictEqual((yield* theChat).activeAt, noon)
    }),
  )

  it.effect("AddMessage makes a row with what was left out, below the end of the branch", () =>
    Effect.gen(function* () {
      yield* begin
      assert.deepStrictEqual(yield* theMessage, {
        ...{ id: messageId, chatId, parentId: null, role: "user", content: "Hello", status: "complete" },
        ...{ model: null, createdAt: noon, updatedAt: noon, deletedAt: null, version: 0, clocks: {} },
      })
      const second = messageIdOf(1)
      yield* apply({
        ...message,
        eventId: next,
        messageId: second,
        role: "assistant",
        status: "streaming",
        model: "m",
      })
      const row = Option.getOrThrow(yield* Effect.flatMap(MessageRepo, (it) => it.byId(second)))
      assert.deepStrictEqual(
        [row.parentId, row.role, row.status, row.model],
        [messageId, "assistant", "streaming", "m"],
      )
    }),
  )

  it.effect("UpdateMessage changes the message itself and leaves its time", () =>
    Effect.gen(function* () {
      yield* begin
      const before = yield* theMessage
      yield* apply({ _tag: "UpdateMessage", eventId: next, chatId, messageId, patch: { content: "Bye" } })
      const after = yield* theMessage
      assert.hasAllKeys(after.clocks, ["content"])
      assert.deepStrictEqual({ ...after, clocks: {} }, { ...before, content: "Bye", updatedAt: later })
    }),
  )

  it.effect("DeleteMessage keeps the text, RestoreMessage shows it again", () =>
    Effect.gen(function* () {
      yield* begin
      yield* apply({ _tag: "DeleteMessage", eventId: next, chatId, messageId })
      const deleted = yield* theMessage
      assert.deepStrictEqual([deleted.deletedAt, deleted.content], [later, "Hello"])
      yield* apply({ _tag: "RestoreMessage", eventId: eventIdOf(3), chatId, messageId })
      assert.strictEqual((yield* theMessage).deletedAt, null)
    }),
  )

  it.effect("UpdateUser, RenameDevice and UpdateSyncConfig change what they name", () =>
    Effect.gen(function* () {
      yield* begin
      const { deviceId, userId } = yield* Identity
      yield* apply(
        { _tag: "UpdateUser", eventId: next, userId, patch: { name: "Ada", email: "ada@example.org" } },
        { _tag: "RenameDevice", eventId: eventIdOf(3), deviceId, name: "Laptop" },
        {
          _tag: "UpdateSyncConfig",
          eventId: eventIdOf(4),
          userId,
          patch: { mode: "hybrid", intervalMs: 5_000 },
        },
      )
      const user = Option.getOrThrow(yield* Effect.flatMap(UserRepo, (it) => it.byId(userId)))
      const device = Option.getOrThrow(yield* Effect.flatMap(DeviceRepo, (it) => it.byId(deviceId)))
      const config = Option.getOrThrow(yield* Effect.flatMap(SyncConfigRepo, (it) => it.byId(userId)))
      assert.deepStrictEqual([user.name, user.email, user.updatedAt], ["Ada", "ada@example.org", later])
      assert.strictEqual(device.name, "Laptop")
      assert.deepStrictEqual([config.mode, config.intervalMs, config.autoSync], ["hybrid", 5_000, true])
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
        ...{ id: next, entityType: "chat", entityId: chatId, operation: "update", baseVersion: 7 },
        ...{ userId, deviceId, number: 3, synced: false, outcome: null },
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
          ...{ _tag: "CreateChat", eventId: eventIdOf(n), chatId: chatIdOf(n), title: `${n}`, createdAt: n },
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

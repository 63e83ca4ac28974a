import { assert, layer } from "@effect/vitest"
import { Effect, Option, TestClock } from "effect"
import { SyncConfigRepo } from "../../src/services/account/SyncConfigRepo.ts"
import { UserRepo } from "../../src/services/account/UserRepo.ts"
import { MessageRepo } from "../../src/services/chat/MessageRepo.ts"
import { DeviceRepo } from "../../src/services/device/DeviceRepo.ts"
import { Identity } from "../../src/services/device/Identity.ts"
import { eventIdOf, messageIdOf } from "../support/ids.ts"
import { TestApp } from "../support/platform.ts"
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
} from "../support/oneChat.ts"

layer(TestApp)("a mutation of a message, a person or a device", (it) => {
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
        id: messageId,
        chatId,
        parentId: null,
        edits: null,
        role: "user",
        content: "Hello",
        status: "complete",
        model: null,
        createdAt: noon,
        updatedAt: noon,
        deletedAt: null,
        version: 0,
        clocks: {},
        versions: {},
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
})

import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { InvalidInput, PayloadTooLarge } from "../../src/domain/errors/InputErrors.ts"
import { Mutations } from "../../src/services/chat/Mutations.ts"
import { chatIdOf, eventIdOf, messageIdOf } from "../support/ids.ts"
import { chat, chatId, message, messageId, next, untyped } from "../support/oneChat.ts"
import { TestApp } from "../support/platform.ts"
import { dump } from "../support/tables.ts"

/** Applies what must be refused, and finds that nothing changed. */
const refusal = (mutations: unknown) =>
  Effect.gen(function* () {
    const service = yield* Mutations
    yield* service.apply([chat, message])
    const before = yield* dump
    const error = yield* Effect.flip(service.apply(untyped(mutations)))
    assert.deepStrictEqual(yield* dump, before)
    return error
  })

const refused = (mutations: unknown) =>
  Effect.gen(function* () {
    const error = yield* refusal(mutations)
    if (!(error instanceof InvalidInput)) return assert.fail(`${error._tag} instead of InvalidInput`)
    assert.isNotEmpty(error.issues)
    assert.match(error.message, /^That cannot be saved: the \S+ (is|has) .+\.$/)
    assert.isBelow(error.message.length, 300)
    return error
  })

const title = (value: unknown) => [{ ...chat, eventId: next, chatId: chatIdOf(1), title: value }]
const content = (value: unknown) => [{ ...message, eventId: next, messageId: messageIdOf(1), content: value }]
const patch = (value: unknown) => [{ _tag: "UpdateChat", eventId: next, chatId, patch: value }]

layer(TestApp)("the way in", (it) => {
  it.effect.each([
    ["an empty title", title(""), "title"],
    ["a title of blanks", title(" \n\t"), "title"],
    ["a title of 10,000 characters", title("x".repeat(10_000)), "title"],
    ["a title of 5 MB", title("x".repeat(5_000_000)), "title"],
    ["NUL in a title", title("a\u0000b"), "title"],
    ["half a surrogate pair in a title", title("\ud83d"), "title"],
    ["a title that is a number", title(7), "title"],
    ["no title", title(undefined), "title"],
    ["an empty content", content(""), "content"],
    ["a content of blanks", content("  "), "content"],
    ["NUL in a content", content("a\u0000"), "content"],
    ["half a surrogate pair in a content", content("\udc00 x"), "content"],
    ["a content that is a list", content(["x"]), "content"],
    ["a content that is null", content(null), "content"],
    ["an empty title in a patch", patch({ title: "" }), "title"],
    ["null in a patch", patch({ title: null }), "title"],
    ["a field that is none in a patch", patch({ deletedAt: 1 }), "deletedAt"],
    ["a flag that is a number in a patch", patch({ pinned: 1 }), "pinned"],
    ["a patch that is null", patch(null), ""],
    ["NUL in a system prompt", patch({ systemPrompt: "\u0000" }), "systemPrompt"],
    ["a field too many", [{ ...chat, eventId: next, surplus: true }], "surplus"],
    ["an id that is no id", [{ ...chat, eventId: next, chatId: "1" }], "chatId"],
    ["SQL for an id", [{ ...chat, eventId: next, chatId: "x'; DROP TABLE chat--" }], "chatId"],
    ["no id of the event", [{ ...chat, eventId: undefined }], "eventId"],
    ["a role that is none", [{ ...message, eventId: next, role: "root" }], "role"],
    ["a time before 1970", [{ ...message, eventId: next, createdAt: -1 }], "createdAt"],
    ["half a millisecond", [{ ...message, eventId: next, createdAt: 0.5 }], "createdAt"],
    ["a time that is no number", [{ ...message, eventId: next, createdAt: Number.NaN }], "createdAt"],
    ["a mutation of no kind", [{ _tag: "DropChat", eventId: next }], "_tag"],
    ["a mutation without a kind", [{}], "_tag"],
    ["a kind that has no text", [{ _tag: { toString: 1 }, eventId: next }], ""],
    ["null for a mutation", [null], ""],
    ["text for a mutation", ["CreateChat"], ""],
    ["a list for a mutation", [[chat]], "_tag"],
    ["null for all of them", null, "mutations"],
    ["an object for all of them", { 0: chat }, "mutations"],
  ] as const)("refuses %s with a sentence, and nothing changes", ([, mutations, path]) =>
    Effect.gen(function* () {
      const error = yield* refused(mutations)
      assert.include(
        error.issues.map((issue) => issue.path),
        path,
      )
    }),
  )

  it.effect.each([
    ["a content", content("x".repeat(5_000_000)), 5_000_000],
    ["a content of one byte too many", content("x".repeat(1_048_577)), 1_048_577],
    ["a content of few characters and many bytes", content("€".repeat(400_000)), 1_200_000],
    ["a system prompt", [{ ...chat, eventId: next, systemPrompt: "x".repeat(1_100_000) }], 1_100_000],
    ["a system prompt in a patch", patch({ title: "y", systemPrompt: "x".repeat(1_100_000) }), 1_100_000],
  ] as const)("refuses %s that is too large with its size, and nothing changes", ([, mutations, bytes]) =>
    Effect.gen(function* () {
      const error = yield* refusal(mutations)
      if (!(error instanceof PayloadTooLarge)) return assert.fail(error._tag)
      assert.deepStrictEqual([error.bytes, error.limit], [bytes, 1_048_576])
      assert.match(error.message, /^That text is too long: .+\.$/)
    }),
  )

  it.effect("refuses an id that something else has", () =>
    Effect.gen(function* () {
      const other = { ...chat, eventId: next, title: "Other" }
      assert.strictEqual((yield* refused([other])).issues[0]?.path, "id")
      assert.strictEqual((yield* refused([{ ...message, eventId: next }])).issues[0]?.path, "id")
      const twice = [next, eventIdOf(3)].map((eventId) => ({ ...other, eventId, chatId: chatIdOf(1) }))
      assert.strictEqual((yield* refused(twice)).issues[0]?.path, "id")
    }),
  )

  it.effect.each([
    [
      "chat to change",
      "chat",
      { _tag: "UpdateChat", eventId: next, chatId: chatIdOf(7), patch: { title: "x" } },
    ],
    ["chat to delete", "chat", { _tag: "DeleteChat", eventId: next, chatId: chatIdOf(7) }],
    ["chat to restore", "chat", { _tag: "RestoreChat", eventId: next, chatId: chatIdOf(7) }],
    [
      "chat to write in",
      "chat",
      { ...message, eventId: next, chatId: chatIdOf(7), messageId: messageIdOf(7) },
    ],
    [
      "message to answer",
      "message",
      { ...message, eventId: next, messageId: messageIdOf(8), parentId: messageIdOf(7) },
    ],
    [
      "message that answers itself",
      "message",
      { ...message, eventId: next, messageId: messageIdOf(8), parentId: messageIdOf(8) },
    ],
    [
      "message to change",
      "message",
      { _tag: "UpdateMessage", eventId: next, chatId, messageId: messageIdOf(7), patch: {} },
    ],
    [
      "message to delete",
      "message",
      { _tag: "DeleteMessage", eventId: next, chatId, messageId: messageIdOf(7) },
    ],
    [
      "message of another chat",
      "message",
      { _tag: "RestoreMessage", eventId: next, chatId: chatIdOf(7), messageId },
    ],
    ["user", "user", { _tag: "UpdateUser", eventId: next, userId: chatIdOf(7), patch: { name: "x" } }],
    ["device", "device", { _tag: "RenameDevice", eventId: next, deviceId: chatIdOf(7), name: "x" }],
    [
      "sync config",
      "sync_config",
      { _tag: "UpdateSyncConfig", eventId: next, userId: chatIdOf(7), patch: {} },
    ],
  ] as const)("says of a %s that it is not there", ([, entity, mutation]) =>
    Effect.gen(function* () {
      const error = yield* refusal([mutation])
      assert.deepStrictEqual([error._tag, "entity" in error && error.entity], ["NotFound", entity])
      assert.strictEqual(error.message, `That ${entity.replace("_", " ")} is not on this device.`)
    }),
  )

  it.effect("a message of another chat is no parent", () =>
    Effect.gen(function* () {
      yield* Effect.flatMap(Mutations, (it) =>
        it.apply([{ ...chat, eventId: eventIdOf(5), chatId: chatIdOf(1), title: "Other" }]),
      )
      const stray = {
        ...message,
        eventId: next,
        chatId: chatIdOf(1),
        messageId: messageIdOf(8),
        parentId: messageId,
      }
      assert.strictEqual((yield* refusal([stray]))._tag, "NotFound")
    }),
  )
})

import { Effect, Option, Schema, TestClock } from "effect"
import type { MutationInput } from "../../src/domain/Mutation.ts"
import { trusted } from "../../src/domain/rpc/trusted.ts"
import { ChatRepo } from "../../src/services/chat/ChatRepo.ts"
import { MessageRepo } from "../../src/services/chat/MessageRepo.ts"
import { Mutations } from "../../src/services/chat/Mutations.ts"
import { SyncEventRepo } from "../../src/services/journal/SyncEventRepo.ts"
import { chatIdOf, eventIdOf, messageIdOf } from "./ids.ts"
import { wipe } from "./tables.ts"

export const chatId = chatIdOf(0)
export const messageId = messageIdOf(0)
/** Of a new day for each test, as the device's clock never goes back. */
export let noon = 43_200_000
/** An hour after it. */
export let later = 46_800_000

export const chat = { _tag: "CreateChat", eventId: eventIdOf(0), chatId, title: "  Chat " } as const
export const message = {
  _tag: "AddMessage",
  eventId: eventIdOf(1),
  chatId,
  messageId,
  role: "user",
  content: "Hello",
} as const
/** Of the change that a test makes of it. */
export const next = eventIdOf(2)

/** What a page could send that its types forbid. */
export const untyped = Schema.decodeUnknownSync(trusted<ReadonlyArray<MutationInput>>())

/** A chat with one message, made at noon, and the clock an hour later. */
export const begin = Effect.gen(function* () {
  yield* wipe
  noon += 86_400_000
  later = noon + 3_600_000
  yield* TestClock.setTime(noon)
  yield* apply(chat, message)
  yield* TestClock.adjust("1 hour")
})

export const apply = (...mutations: ReadonlyArray<MutationInput>) =>
  Effect.flatMap(Mutations, (it) => it.apply(mutations))

export const theChat = Effect.map(
  Effect.flatMap(ChatRepo, (it) => it.byId(chatId)),
  Option.getOrThrow,
)
export const theMessage = Effect.map(
  Effect.flatMap(MessageRepo, (it) => it.byId(messageId)),
  Option.getOrThrow,
)
export const lists = Effect.flatMap(ChatRepo, (it) =>
  Effect.map(Effect.all([it.list("active", 9), it.list("archived", 9), it.list("trash", 9)]), (all) =>
    all.map(({ chats }) => chats.length),
  ),
)
export const newestEvent = Effect.flatMap(SyncEventRepo, (it) => Effect.map(it.newest(1), ([event]) => event))

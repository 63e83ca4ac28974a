import { SqlClient } from "@effect/sql"
import { Effect } from "effect"
import type { MutationInput } from "../../src/domain/Mutation.ts"
import { erasedText } from "../../src/domain/Text.ts"
import { Mutations } from "../../src/services/chat/Mutations.ts"
import { nextChatId, nextEventId, nextMessageId } from "../../src/services/Nanoid.ts"
import type { Device, World } from "./actors.ts"

/** A text that somebody typed, and what stood there before it. */
export interface Typed {
  readonly eventId: string
  readonly entityId: string
  readonly chatId: string
  readonly field: "content" | "title"
  readonly value: string
  /** What the person saw when they typed it; null for something new. */
  readonly over: string | null
  /** Whether the device said that it is saved. What it did not say may be there all the same. */
  readonly confirmed: boolean
}

const words = ["tea", "rain", "ship", "lamp", "stone", "river", "bread", "cloud"]

interface Choice {
  readonly mutation: MutationInput
  readonly typed: Omit<Typed, "confirmed"> | null
}

/** The texts that a device has of a chat, or of one message. */
const textsOf = (id: string) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const rows = yield* sql<{ value: string }>`
      SELECT title AS value FROM chat WHERE id = ${id} UNION ALL
      SELECT content FROM message WHERE chat_id = ${id} OR id = ${id}`
    return rows.map(({ value }) => value).filter((value) => value !== erasedText)
  })

/** What the person at this device does next, with what the device shows them. */
const choose = (world: World) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const { random } = world
    const eventId = yield* nextEventId
    const chats = yield* sql<{ id: string; title: string; deleted: number }>`
      SELECT id, title, deleted_at IS NOT NULL AS deleted FROM chat ORDER BY id`
    const messages = yield* sql<{ id: string; chatId: string; parentId: string | null; content: string }>`
      SELECT id, chat_id AS "chatId", parent_id AS "parentId", content FROM message ORDER BY id`
    const value = world.cipher(`${random.pick(words)} ${random.text(8)}`)
    // few, so that devices meet
    const chat = random.pick(chats.slice(-4))
    const message = random.pick(messages.slice(-6))
    const dice = random.below(100)

    const typing = (mutation: MutationInput, typed: Choice["typed"]): Choice => ({ mutation, typed })
    if (chat === undefined || dice < 12) {
      const chatId = yield* nextChatId
      const mutation: MutationInput = { _tag: "CreateChat", eventId, chatId, title: value }
      const typed = { eventId, entityId: chatId, chatId, field: "title" as const, value, over: null }
      return typing(mutation, typed)
    }
    const chatId = chat.id
    const only = (mutation: MutationInput): Choice => ({ mutation, typed: null })
    if (dice < 24) {
      const typed = { eventId, entityId: chatId, chatId, field: "title" as const, value, over: chat.title }
      return typing({ _tag: "UpdateChat", eventId, chatId, patch: { title: value } }, typed)
    }
    if (dice < 40) return only({ _tag: "UpdateChat", eventId, chatId, patch: { pinned: random.chance(0.5) } })
    if (dice < 44) return only({ _tag: "DeleteChat", eventId, chatId })
    if (dice < 47) return only({ _tag: "RestoreChat", eventId, chatId })
    if (message === undefined || dice < 64) {
      const messageId = yield* nextMessageId
      const mutation: MutationInput = {
        _tag: "AddMessage",
        eventId,
        chatId,
        messageId,
        role: "user",
        content: value,
      }
      return typing(mutation, {
        eventId,
        entityId: messageId,
        chatId,
        field: "content" as const,
        value,
        over: null,
      })
    }
    const target = { chatId: message.chatId, messageId: message.id }
    if (dice < 76) {
      const typed = {
        eventId,
        entityId: message.id,
        chatId: message.chatId,
        field: "content" as const,
        value,
        over: message.content,
      }
      return typing({ _tag: "UpdateMessage", eventId, ...target, patch: { content: value } }, typed)
    }
    if (dice < 84) {
      // an edit, as a person makes it: a sibling
      const messageId = yield* nextMessageId
      const { id: edits, parentId } = message
      const mutation: MutationInput = {
        _tag: "AddMessage",
        eventId,
        chatId: message.chatId,
        messageId,
        parentId,
        edits,
        role: "user",
        content: value,
      }
      return typing(mutation, {
        eventId,
        entityId: messageId,
        chatId: message.chatId,
        field: "content" as const,
        value,
        over: null,
      })
    }
    if (dice < 92) return only({ _tag: "DeleteMessage", eventId, ...target })
    return only({ _tag: "RestoreMessage", eventId, ...target })
  })

/** One change by a person, while the power may go. Answers what was typed, or what was deleted. */
export const act = (world: World, device: Device, writes: number) =>
  Effect.gen(function* () {
    const choice: Choice = yield* device.run(choose(world))
    const done = yield* device.runUntil(
      writes,
      Effect.flatMap(Mutations, (it) => it.apply([choice.mutation])),
    )
    const confirmed = done !== null && done._tag === "Success"
    const { mutation, typed } = choice
    const restoredId =
      mutation._tag === "RestoreChat"
        ? mutation.chatId
        : mutation._tag === "RestoreMessage"
          ? mutation.messageId
          : null
    // what the device does not say that it did may not have happened
    const restored =
      restoredId === null || !confirmed
        ? null
        : { id: restoredId, texts: yield* device.run(textsOf(restoredId)) }
    const deleted: string | null =
      mutation._tag === "DeleteChat"
        ? mutation.chatId
        : mutation._tag === "DeleteMessage"
          ? mutation.messageId
          : null
    return { typed: typed === null ? null : { ...typed, confirmed }, deleted, restored }
  })

import { Effect, Option } from "effect"
import { NotFound } from "../../domain/errors/InputErrors.ts"
import type { ChatId, MessageId } from "../../domain/Ids.ts"
import type { Message, MessagePatch } from "../../domain/Message.ts"
import type { AddMessage } from "../../domain/Mutation.ts"
import { unseen } from "../../domain/Scalars.ts"
import { millisOf, type Timestamp } from "../../domain/Timestamp.ts"
import { Branches } from "./Branches.ts"
import { MessageRepo } from "./MessageRepo.ts"
import { replacedTexts, stamp } from "../database/stamp.ts"

type Addition = typeof AddMessage.Type

/** Writes what the mutations of messages ask for. */
export class MessageChanges extends Effect.Service<MessageChanges>()("openchat/MessageChanges", {
  effect: Effect.gen(function* () {
    const messages = yield* MessageRepo
    const branches = yield* Branches

    const require = Effect.fn("MessageChanges.require")(function* (chatId: ChatId, messageId: MessageId) {
      const found = Option.filter(yield* messages.byId(messageId), (message) => message.chatId === chatId)
      const own = yield* branches.leaves([chatId])
      if (Option.isNone(found) || !own.has(chatId))
        return yield* new NotFound({ entity: "message", id: messageId })
      return found.value
    })

    /**
     * Any number of additions, in order, in as many statements as one: each goes below the message that it names,
     * or to the end of its chat's branch, and becomes that end. Answers them with the place and time they got.
     */
    const add = Effect.fnUntraced(function* (
      additions: ReadonlyArray<{ readonly mutation: Addition; readonly timestamp: Timestamp }>,
    ) {
      const chatIds = Array.from(new Set(additions.map(({ mutation }) => mutation.chatId)))
      const leaves = yield* branches.leaves(chatIds)
      const missing = chatIds.find((chatId) => !leaves.has(chatId))
      if (missing !== undefined) return yield* new NotFound({ entity: "chat", id: missing })

      const chatOf = new Map<MessageId, ChatId>()
      const activeAt = new Map<ChatId, number>()
      const forks: Array<readonly [ChatId, MessageId]> = []
      const rows: Array<Message> = []
      const added: Array<Addition> = []
      for (const { mutation: addition, timestamp } of additions) {
        const { chatId, messageId, edits, role, content, status, model } = addition
        const leaf = leaves.get(chatId) ?? null
        const parentId = addition.parentId === undefined ? leaf : addition.parentId
        if (parentId !== leaf) {
          if (parentId !== null && chatOf.get(parentId) !== chatId) yield* require(chatId, parentId)
          forks.push([chatId, messageId])
        }
        const updatedAt = millisOf(timestamp)
        const createdAt = addition.createdAt ?? updatedAt
        chatOf.set(messageId, chatId)
        leaves.set(chatId, messageId)
        activeAt.set(chatId, Math.max(createdAt, activeAt.get(chatId) ?? 0))
        const given = { id: messageId, chatId, parentId, edits, role, content, status, model, createdAt }
        rows.push({ ...given, updatedAt, deletedAt: null, ...unseen })
        added.push({ ...addition, parentId, createdAt })
      }

      yield* messages.insert(rows)
      for (const [chatId, messageId] of forks) yield* branches.show(chatId, messageId)
      for (const [chatId, at] of activeAt) {
        const leaf = leaves.get(chatId) ?? null
        if (leaf !== null) yield* branches.extend(chatId, leaf, at)
      }
      return added
    })

    const change = Effect.fn("MessageChanges.change")(function* (
      { chatId, messageId }: { readonly chatId: ChatId; readonly messageId: MessageId },
      fields: MessagePatch | { readonly deletedAt: number | null },
      timestamp: Timestamp,
    ) {
      const message = yield* require(chatId, messageId)
      const updatedAt = millisOf(timestamp)
      yield* messages.update({
        ...message,
        ...fields,
        updatedAt,
        clocks: stamp(message.clocks, fields, timestamp),
      })
      return { baseVersion: message.version, replaced: replacedTexts(message, fields) }
    })

    const remove = Effect.fn("MessageChanges.remove")(function* (
      target: { readonly chatId: ChatId; readonly messageId: MessageId },
      timestamp: Timestamp,
    ) {
      const made = yield* change(target, { deletedAt: millisOf(timestamp) }, timestamp)
      yield* branches.reselect(target.messageId)
      return made
    })

    const restore = Effect.fn("MessageChanges.restore")(function* (
      target: { readonly chatId: ChatId; readonly messageId: MessageId },
      timestamp: Timestamp,
    ) {
      const made = yield* change(target, { deletedAt: null }, timestamp)
      yield* branches.activate(target.messageId)
      return made
    })

    return { add, change, remove, restore } as const
  }),
}) {}

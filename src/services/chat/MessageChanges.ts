import { Clock, Effect, Option } from "effect"
import { NotFound } from "../../domain/errors/InputErrors.ts"
import type { ChatId, MessageId } from "../../domain/Ids.ts"
import type { Message, MessagePatch } from "../../domain/Message.ts"
import type { AddMessage } from "../../domain/Mutation.ts"
import type { Timestamp } from "../../domain/Timestamp.ts"
import { Branches } from "./Branches.ts"
import { MessageRepo } from "./MessageRepo.ts"
import { stamp } from "./stamp.ts"

type Addition = typeof AddMessage.Type

/** Writes what the mutations of messages ask for. */
export class MessageChanges extends Effect.Service<MessageChanges>()("openchat/MessageChanges", {
  effect: Effect.gen(function* () {
    const messages = yield* MessageRepo
    const branches = yield* Branches

    const require = Effect.fn("MessageChanges.require")(function* (chatId: ChatId, messageId: MessageId) {
      const found = Option.filter(yield* messages.byId(messageId), (message) => message.chatId === chatId)
      if (Option.isNone(found)) return yield* new NotFound({ entity: "message", id: messageId })
      return found.value
    })

    /**
     * Any number of additions, in order, in as many statements as one: each goes below the message that it names,
     * or to the end of its chat's branch, and becomes that end.
     */
    const add = Effect.fnUntraced(function* (additions: ReadonlyArray<Addition>) {
      const now = yield* Clock.currentTimeMillis
      const chatIds = Array.from(new Set(additions.map(({ chatId }) => chatId)))
      const leaves = yield* branches.leaves(chatIds)
      const missing = chatIds.find((chatId) => !leaves.has(chatId))
      if (missing !== undefined) return yield* new NotFound({ entity: "chat", id: missing })

      const chatOf = new Map<MessageId, ChatId>()
      const activeAt = new Map<ChatId, number>()
      const forks: Array<readonly [ChatId, MessageId]> = []
      const rows: Array<Message> = []
      for (const addition of additions) {
        const { chatId, messageId, role, content, status, model } = addition
        const leaf = leaves.get(chatId) ?? null
        const parentId = addition.parentId === undefined ? leaf : addition.parentId
        if (parentId !== leaf) {
          if (parentId !== null && chatOf.get(parentId) !== chatId) yield* require(chatId, parentId)
          forks.push([chatId, messageId])
        }
        const createdAt = addition.createdAt ?? now
        chatOf.set(messageId, chatId)
        leaves.set(chatId, messageId)
        activeAt.set(chatId, Math.max(createdAt, activeAt.get(chatId) ?? 0))
        const given = { id: messageId, chatId, parentId, role, content, status, model, createdAt }
        rows.push({ ...given, updatedAt: now, deletedAt: null, version: 0, clocks: {} })
      }

      yield* messages.insert(rows)
      for (const [chatId, messageId] of forks) yield* branches.choose(chatId, messageId)
      for (const [chatId, at] of activeAt) {
        const leaf = leaves.get(chatId) ?? null
        if (leaf !== null) yield* branches.extend(chatId, leaf, at)
      }
    })

    const change = Effect.fn("MessageChanges.change")(function* (
      { chatId, messageId }: { readonly chatId: ChatId; readonly messageId: MessageId },
      fields: MessagePatch | { readonly deletedAt: number | null },
      timestamp: Timestamp,
    ) {
      const message = yield* require(chatId, messageId)
      const updatedAt = yield* Clock.currentTimeMillis
      yield* messages.update({
        ...message,
        ...fields,
        updatedAt,
        clocks: stamp(message.clocks, fields, timestamp),
      })
      return message.version
    })

    const remove = Effect.fn("MessageChanges.remove")(function* (
      target: { readonly chatId: ChatId; readonly messageId: MessageId },
      timestamp: Timestamp,
    ) {
      const version = yield* change(target, { deletedAt: yield* Clock.currentTimeMillis }, timestamp)
      yield* branches.reselect(target.messageId)
      return version
    })

    const restore = Effect.fn("MessageChanges.restore")(function* (
      target: { readonly chatId: ChatId; readonly messageId: MessageId },
      timestamp: Timestamp,
    ) {
      const version = yield* change(target, { deletedAt: null }, timestamp)
      yield* branches.activate(target.messageId)
      return version
    })

    return { add, change, remove, restore } as const
  }),
}) {}

import { SqlClient } from "@effect/sql"
import { Effect, Option } from "effect"
import type { Message } from "../../domain/Message.ts"
import type { AddMessage, CreateChat } from "../../domain/Mutation.ts"
import { millisOf } from "../../domain/Timestamp.ts"
import { written } from "../../domain/sync/changes.ts"
import type { PushedEvent } from "../../domain/sync/Protocol.ts"
import { withStorageErrors } from "../../services/database/storageErrorOf.ts"
import type { Batch } from "./Batch.ts"
import { ConflictLog } from "./ConflictLog.ts"
import { Merges } from "./Merges.ts"
import { applied, refused } from "./Result.ts"
import { Rows } from "./Rows.ts"

const revival = { outcome: "merged", written: [], revived: true, lost: [] } as const

/** Makes the chats and messages that devices made. */
export class Additions extends Effect.Service<Additions>()("openchat/server/Additions", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const { chats, messages } = yield* Rows
    const { ownChat } = yield* Merges
    const log = yield* ConflictLog

    const createChat = Effect.fnUntraced(function* (
      batch: Batch,
      { timestamp }: PushedEvent,
      { chatId, folder, model, systemPrompt, title, ...given }: typeof CreateChat.Type,
    ) {
      if (Option.isSome(yield* chats.byId(chatId))) return refused("its id is taken")
      const updatedAt = millisOf(timestamp)
      const createdAt = given.createdAt ?? updatedAt
      yield* chats.insert([
        {
          id: chatId,
          userId: batch.userId,
          title,
          model,
          systemPrompt,
          pinned: false,
          archived: false,
          folder,
          createdAt,
          updatedAt,
          activeAt: createdAt,
          deletedAt: null,
          version: batch.touch("chat", chatId),
          clocks: {},
          versions: {},
        },
      ])
      return applied
    })

    /** Edits of the same message that another device made and this one had not seen. */
    const unseenEdits = Effect.fnUntraced(function* (batch: Batch, event: PushedEvent, message: Message) {
      if (message.edits === null) return []
      const rows = yield* withStorageErrors(
        sql<{ id: Message["id"] }>`
          SELECT m.id FROM message m JOIN sync_event e ON e.entity_id = m.id AND e.operation = 'create'
          WHERE m.edits = ${message.edits} AND m.chat_id = ${message.chatId} AND m.deleted_at IS NULL
            AND e.version > ${event.baseVersion} AND e.device_id <> ${batch.deviceId}`,
      )
      return yield* Effect.forEach(rows, ({ id }) => messages.byId(id))
    })

    const addMessage = Effect.fnUntraced(function* (
      batch: Batch,
      event: PushedEvent,
      { chatId, content, edits, messageId, model, role, status, ...given }: typeof AddMessage.Type,
    ) {
      const chat = yield* ownChat(batch, chatId)
      if (Option.isNone(chat)) return refused("there is no such chat")
      if (Option.isSome(yield* messages.byId(messageId))) return refused("its id is taken")
      const parentId = given.parentId ?? null
      if (parentId !== null) {
        const parent = yield* messages.byId(parentId)
        if (Option.isNone(parent) || parent.value.chatId !== chatId) {
          return refused("the message that it follows is not there")
        }
      }
      const updatedAt = millisOf(event.timestamp)
      const createdAt = given.createdAt ?? updatedAt
      const version = batch.touch("message", messageId)
      const message: Message = {
        ...{ id: messageId, chatId, parentId, edits, role, content, status, model, createdAt, updatedAt },
        ...{ deletedAt: null, version, clocks: {}, versions: {} },
      }
      yield* messages.insert([message])
      for (const other of yield* unseenEdits(batch, event, message)) {
        if (Option.isSome(other)) yield* log.keepEdits(batch, message, other.value)
      }
      yield* withStorageErrors(
        sql`UPDATE chat SET active_at = ${createdAt} WHERE id = ${chatId} AND active_at < ${createdAt}`,
      )
      // nothing is written into the dark: the chat comes back with everything in it
      if (chat.value.deletedAt !== null) {
        const again = batch.touch("chat", chatId)
        const found = { ...chat.value, activeAt: Math.max(chat.value.activeAt, createdAt) }
        yield* chats.update(written(found, {}, revival, event.timestamp, again))
      }
      return applied
    })

    return { createChat, addMessage } as const
  }),
}) {}

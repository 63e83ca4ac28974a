import { SqlClient } from "@effect/sql"
import { Effect, Option } from "effect"
import type { Message } from "../../domain/Message.ts"
import type { AddMessage, CreateChat, KeepConflict } from "../../domain/Mutation.ts"
import { millisOf } from "../../domain/Timestamp.ts"
import { written } from "../../domain/sync/changes.ts"
import type { PushedEvent } from "../../domain/sync/Protocol.ts"
import { withStorageErrors } from "../../services/database/storageErrorOf.ts"
import type { Batch } from "./Batch.ts"
import { ConflictLog } from "./ConflictLog.ts"
import { Merges } from "./Merges.ts"
import { applied, refused, type Result, revival } from "./Result.ts"
import { ownedBy, Rows } from "./Rows.ts"

/**
 * A row that was made by a device which had seen nothing of this history may be known to others: what they change of it
 * without having seen this making is in conflict with it.
 */
const registersOf = ({ baseVersion, timestamp }: PushedEvent, version: number, text: "title" | "content") =>
  baseVersion > 0
    ? { version, clocks: {}, versions: {} }
    : { version, clocks: { [text]: timestamp }, versions: { [text]: version } }

/** Makes the chats and messages that devices made. */
export class Additions extends Effect.Service<Additions>()("openchat/server/Additions", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const { chats, conflicts, messages } = yield* Rows
    const { ownChat } = yield* Merges
    const log = yield* ConflictLog

    /** Made a second time, after the server was restored: what the two makings say differently is kept. */
    const again = Effect.fnUntraced(function* (
      batch: Batch,
      event: PushedEvent,
      at: Pick<Parameters<typeof log.keep>[2], "entityType" | "entityId" | "row" | "fields">,
    ) {
      const lost = Object.keys(at.fields).map((field) => ({ field, loser: "local" as const }))
      const differs = yield* log.keep(batch, event, { ...at, lost })
      const result: Result = { outcome: differs ? "conflict" : "duplicate", reason: null }
      return result
    })

    const createChat = Effect.fnUntraced(function* (
      batch: Batch,
      event: PushedEvent,
      { chatId, folder, model, systemPrompt, title, ...given }: typeof CreateChat.Type,
    ) {
      const known = yield* chats.byId(chatId)
      if (Option.isSome(known)) {
        if (!ownedBy(known.value, batch.userId)) return refused("its id is taken")
        return yield* again(batch, event, {
          entityType: "chat",
          entityId: chatId,
          row: known.value,
          fields: { title },
        })
      }
      const updatedAt = millisOf(event.timestamp)
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
          ...registersOf(event, batch.touch("chat", chatId), "title"),
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
      const known = yield* messages.byId(messageId)
      if (Option.isSome(known)) {
        if (known.value.chatId !== chatId) return refused("its id is taken")
        const at = {
          entityType: "message" as const,
          entityId: messageId,
          row: known.value,
          fields: { content },
        }
        return yield* again(batch, event, at)
      }
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
        id: messageId,
        chatId,
        parentId,
        edits,
        role,
        content,
        status,
        model,
        createdAt,
        updatedAt,
        deletedAt: null,
        ...registersOf(event, version, "content"),
      }
      yield* messages.insert([message])
      batch.weigh(content.length)
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

    const keepConflict = Effect.fnUntraced(function* (
      batch: Batch,
      { conflict, conflictId: id }: typeof KeepConflict.Type,
    ) {
      const known = yield* conflicts.byId(id)
      if (Option.isSome(known)) {
        const duplicate: Result = { outcome: "duplicate", reason: null }
        return known.value.userId === batch.userId ? duplicate : refused("its id is taken")
      }
      const registers = { version: batch.touch("conflict", id), clocks: {}, versions: {} }
      yield* conflicts.insert([{ ...conflict, id, userId: batch.userId, ...registers }])
      return applied
    })

    return { createChat, addMessage, keepConflict } as const
  }),
}) {}

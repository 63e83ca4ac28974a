import { SqlClient } from "@effect/sql"
import { Effect, Option } from "effect"
import type { StorageError } from "../../domain/errors/StorageErrors.ts"
import type { ChatId, MessageId } from "../../domain/Ids.ts"
import type { Mutation } from "../../domain/Mutation.ts"
import type { Clocks, FieldVersions } from "../../domain/Scalars.ts"
import type { EntityType } from "../../domain/SyncEvent.ts"
import { type Change, written } from "../../domain/sync/changes.ts"
import type { PushedEvent } from "../../domain/sync/Protocol.ts"
import { parseTimestamp } from "../../domain/Timestamp.ts"
import { resolve } from "../../domain/sync/resolve.ts"
import { withStorageErrors } from "../../services/database/storageErrorOf.ts"
import type { Batch } from "./Batch.ts"
import { ConflictLog } from "./ConflictLog.ts"
import { refused, type Result, revival } from "./Result.ts"
import { ownedBy, Rows } from "./Rows.ts"

interface Synced {
  readonly version: number
  readonly clocks: Clocks
  readonly versions: FieldVersions
}

/** A row that a change arrives at, and how it is written back. */
interface Arrival<R extends Synced> {
  readonly entityType: EntityType
  readonly entityId: string
  readonly row: Option.Option<R>
  readonly kind: Change["kind"]
  readonly fields: Partial<R>
  readonly update: (row: R) => Effect.Effect<void, StorageError>
}

/** Merges one change of a device into a row of the server, by the automatic rules. */
export class Merges extends Effect.Service<Merges>()("openchat/server/Merges", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const { chats, configs, conflicts, devices, messages, users } = yield* Rows
    const log = yield* ConflictLog

    /** Nobody learns of another user's chat, not even that it is there. */
    const ownChat = Effect.fnUntraced(function* ({ userId }: Batch, chatId: ChatId) {
      return Option.filter(yield* chats.byId(chatId), (chat) => ownedBy(chat, userId))
    })

    const ownMessage = Effect.fnUntraced(function* (batch: Batch, chatId: ChatId, messageId: MessageId) {
      const chat = yield* ownChat(batch, chatId)
      const message = yield* messages.byId(messageId)
      return Option.filter(message, (it) => Option.isSome(chat) && it.chatId === chatId)
    })

    /** Whether another device changed the entity, or wrote into it, after what this one had seen. */
    const othersSince = Effect.fnUntraced(function* (
      { deviceId, floor }: Batch,
      { baseVersion }: PushedEvent,
      { entityId, entityType }: { readonly entityId: string; readonly entityType: EntityType },
      row: Synced,
    ) {
      // who did it is forgotten below the floor
      if (baseVersion < floor && row.version > baseVersion) return true
      const place =
        entityType === "chat"
          ? sql`(entity_id = ${entityId} OR (chat_id = ${entityId} AND operation <> 'delete'))`
          : sql`entity_id = ${entityId}`
      const rows = yield* withStorageErrors(
        sql`SELECT 1 AS found FROM sync_event
            WHERE ${place} AND version > ${baseVersion} AND device_id <> ${deviceId} LIMIT 1`,
      )
      return rows.length > 0
    })

    const arrive = Effect.fnUntraced(function* <R extends Synced>(
      batch: Batch,
      event: PushedEvent,
      arrival: Arrival<R>,
    ) {
      const { entityId, entityType, fields, kind, update } = arrival
      if (Option.isNone(arrival.row)) return refused("there is no such row")
      const row = arrival.row.value
      if ("content" in row && typeof row.content === "string") batch.weigh(row.content.length)
      const verdict = resolve(
        {
          entityType,
          deleted: "deletedAt" in row && row.deletedAt !== null,
          clocks: row.clocks,
          versions: row.versions,
        },
        {
          kind,
          fields: Object.keys(fields),
          timestamp: event.timestamp,
          baseVersion: event.baseVersion,
          deviceId: batch.deviceId,
          othersSince: yield* othersSince(batch, event, arrival, row),
        },
      )
      if (verdict.written.length > 0 || verdict.revived) {
        const version = batch.touch(entityType, entityId)
        yield* update(written(row, fields, verdict, event.timestamp, version))
      }
      yield* log.keep(batch, event, { entityType, entityId, row, fields, lost: verdict.lost })
      const result: Result = { outcome: verdict.outcome, reason: null }
      return result
    })

    /** C1: a chat that was deleted by somebody who had not seen this change of a message in it comes back. */
    const reviveChat = Effect.fnUntraced(function* (batch: Batch, event: PushedEvent, chatId: ChatId) {
      const chat = yield* ownChat(batch, chatId)
      if (Option.isNone(chat) || chat.value.deletedAt === null) return
      const { clocks, versions } = chat.value
      const [clock, version] = [clocks["deletedAt"], versions["deletedAt"]]
      if (clock === undefined || version === undefined || version <= event.baseVersion) return
      if (parseTimestamp(clock).device === batch.deviceId) return
      const next = batch.touch("chat", chatId)
      yield* chats.update(written(chat.value, {}, revival, event.timestamp, next))
    })

    /** What a mutation changes of a row that is there. */
    const merge = Effect.fnUntraced(function* (
      batch: Batch,
      event: PushedEvent,
      mutation: Mutation,
      change: Change,
    ) {
      switch (change.entity) {
        case "chat": {
          if (!("chatId" in mutation)) return refused("it names no chat")
          const row = yield* ownChat(batch, mutation.chatId)
          const at = { entityType: change.entity, entityId: mutation.chatId, row, update: chats.update }
          return yield* arrive(batch, event, { ...change, ...at })
        }
        case "message": {
          if (!("messageId" in mutation)) return refused("it names no message")
          const { chatId, messageId } = mutation
          const row = yield* ownMessage(batch, chatId, messageId)
          const at = { entityType: change.entity, entityId: messageId, row, update: messages.update }
          const result = yield* arrive(batch, event, { ...change, ...at })
          if (change.kind === "write" && Option.isSome(row)) yield* reviveChat(batch, event, chatId)
          return result
        }
        case "user": {
          const row = Option.filter(
            yield* users.byId(batch.userId),
            (user) => "userId" in mutation && mutation.userId === user.id,
          )
          const at = { entityType: change.entity, entityId: batch.userId, row, update: users.update }
          return yield* arrive(batch, event, { ...change, ...at })
        }
        case "sync_config": {
          const row = Option.filter(
            yield* configs.byId(batch.userId),
            (config) => "userId" in mutation && mutation.userId === config.userId,
          )
          const at = { entityType: change.entity, entityId: batch.userId, row, update: configs.update }
          return yield* arrive(batch, event, { ...change, ...at })
        }
        case "device": {
          if (!("deviceId" in mutation)) return refused("it names no device")
          const row = Option.filter(
            yield* devices.byId(mutation.deviceId),
            (device) => device.userId === batch.userId,
          )
          const at = { entityType: change.entity, entityId: mutation.deviceId, row, update: devices.update }
          return yield* arrive(batch, event, { ...change, ...at })
        }
        case "conflict": {
          if (!("conflictId" in mutation)) return refused("it names no conflict")
          const row = Option.filter(
            yield* conflicts.byId(mutation.conflictId),
            (conflict) => conflict.userId === batch.userId,
          )
          const at = {
            entityType: change.entity,
            entityId: mutation.conflictId,
            row,
            update: conflicts.update,
          }
          return yield* arrive(batch, event, { ...change, ...at })
        }
      }
    })

    return { merge, ownChat } as const
  }),
}) {}

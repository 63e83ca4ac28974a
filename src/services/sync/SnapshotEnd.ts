import { SqlClient } from "@effect/sql"
import { Effect } from "effect"
import { ChatId, MessageId } from "../../domain/Ids.ts"
import type { Mutation } from "../../domain/Mutation.ts"
import type { QueryKey } from "../../domain/QueryKey.ts"
import { unseen } from "../../domain/Scalars.ts"
import type { Place } from "../../domain/sync/Protocol.ts"
import { type Row, rowId } from "../../domain/sync/Row.ts"
import { ChatRepo } from "../chat/ChatRepo.ts"
import { MessageRepo } from "../chat/MessageRepo.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { HybridClock } from "../journal/HybridClock.ts"
import { Journal } from "../journal/Journal.ts"
import { nextEventId, Nanoid } from "../Nanoid.ts"
import { RemoteRows } from "./RemoteRows.ts"
import { SyncState } from "./SyncState.ts"

/** What to do, once a snapshot is whole, about rows that it did not bring although a server once had them. */
export class SnapshotEnd extends Effect.Service<SnapshotEnd>()("openchat/SnapshotEnd", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const chats = yield* ChatRepo
    const clock = yield* HybridClock
    const journal = yield* Journal
    const messages = yield* MessageRepo
    const nanoid = yield* Nanoid
    const rows = yield* RemoteRows
    const state = yield* SyncState

    /** Remembers what a page brought. */
    const note = Effect.fnUntraced(function* (page: ReadonlyArray<Row>) {
      for (const it of page) {
        yield* sql`INSERT INTO snapshot_row (entity_id) VALUES (${rowId(it)}) ON CONFLICT DO NOTHING`
      }
    }, withStorageErrors)

    const missing = (table: "chat" | "message") =>
      sql<{ id: string }>`SELECT id FROM ${sql(table)} WHERE version > 0
        AND id NOT IN (SELECT entity_id FROM snapshot_row) ORDER BY id`

    const eventId = Effect.provideService(nextEventId, Nanoid, nanoid)

    /** The mutations that make a chat as it is. */
    const remakeChat = Effect.fnUntraced(function* (chatId: ChatId) {
      const chat = yield* Effect.flatMap(chats.byId(chatId), Effect.orDie)
      yield* chats.update({ ...chat, ...unseen })
      const { archived, createdAt, deletedAt, folder, model, pinned, systemPrompt, title } = chat
      const made: ReadonlyArray<Mutation> = [
        {
          ...{ _tag: "CreateChat", eventId: yield* eventId, chatId },
          ...{ title, model, systemPrompt, folder, createdAt },
        },
        ...(pinned || archived
          ? [{ _tag: "UpdateChat" as const, eventId: yield* eventId, chatId, patch: { pinned, archived } }]
          : []),
      ]
      const gone: ReadonlyArray<Mutation> =
        deletedAt === null ? [] : [{ _tag: "DeleteChat", eventId: yield* eventId, chatId }]
      return { made, gone }
    })

    const remakeMessage = Effect.fnUntraced(function* (messageId: MessageId) {
      const message = yield* Effect.flatMap(messages.byId(messageId), Effect.orDie)
      yield* messages.update({ ...message, ...unseen })
      const { chatId, content, createdAt, deletedAt, edits, model, parentId, role, status } = message
      const made: ReadonlyArray<Mutation> = [
        {
          ...{ _tag: "AddMessage", eventId: yield* eventId, chatId, messageId },
          ...{ parentId, edits, role, content, status, model, createdAt },
        },
        ...(deletedAt === null
          ? []
          : [{ _tag: "DeleteMessage" as const, eventId: yield* eventId, chatId, messageId }]),
      ]
      return made
    })

    /** S9: the server lost them and the person wants to keep them: they are sent as if they were new. */
    const remake = Effect.gen(function* () {
      const made: Array<Mutation> = []
      const gone: Array<Mutation> = []
      for (const { id } of yield* missing("chat")) {
        const chat = yield* remakeChat(ChatId.make(id))
        made.push(...chat.made)
        gone.push(...chat.gone)
        yield* forget(id)
      }
      for (const { id } of yield* missing("message")) {
        made.push(...(yield* remakeMessage(MessageId.make(id))))
        yield* forget(id)
      }
      const { last } = yield* journal.look([])
      const entries = yield* Effect.forEach([...made, ...gone], (mutation) =>
        Effect.map(clock.now, (timestamp) => ({ mutation, timestamp, baseVersion: 0 })),
      )
      if (entries.length > 0) yield* journal.append(last, entries)
    })

    /** What waited for the row is part of what it is made with. */
    const forget = (id: string) => sql`DELETE FROM sync_event WHERE synced = 0 AND entity_id = ${id}`

    /** The server forgot them after they were deleted elsewhere; what waits for them goes on to be refused. */
    const drop = Effect.gen(function* () {
      const keys: Array<QueryKey> = []
      for (const { id } of yield* missing("message")) keys.push(...(yield* rows.remove("message", id)))
      for (const { id } of yield* missing("chat")) keys.push(...(yield* rows.remove("chat", id)))
      return keys
    })

    /** In the transaction that ends the snapshot. */
    const finish = Effect.fn("SnapshotEnd.finish")(function* (place: Place, keepMissing: boolean) {
      const keys = keepMissing ? yield* Effect.as(remake, []) : yield* drop
      yield* state.endSnapshot(place)
      const all: ReadonlyArray<QueryKey> = [...keys, "chats", "search", "events"]
      return all
    }, withStorageErrors)

    return { note, finish } as const
  }),
}) {}

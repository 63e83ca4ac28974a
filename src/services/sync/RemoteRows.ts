import { SqlClient } from "@effect/sql"
import { Array as Arrays, Effect, Option } from "effect"
import type { StorageError } from "../../domain/errors/StorageErrors.ts"
import { ChatId } from "../../domain/Ids.ts"
import type { QueryKey } from "../../domain/QueryKey.ts"
import { type Row, rowId } from "../../domain/sync/Row.ts"
import { SyncConfigRepo } from "../account/SyncConfigRepo.ts"
import { UserRepo } from "../account/UserRepo.ts"
import { Branches } from "../chat/Branches.ts"
import { ChatRepo } from "../chat/ChatRepo.ts"
import { MessageRepo } from "../chat/MessageRepo.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { DeviceRepo } from "../device/DeviceRepo.ts"
import { Identity } from "../device/Identity.ts"
import { ConflictRepo } from "../journal/ConflictRepo.ts"
import { overlaid, type Waiting } from "./foresee.ts"
import { Outbox } from "./Outbox.ts"

type Of<E extends Row["entity"]> = Extract<Row, { entity: E }>["row"]

/** Whether rows come as they change, or all of them. */
export type Source = "changes" | "snapshot"

interface Store<R> {
  readonly insert: (rows: ReadonlyArray<R>) => Effect.Effect<void, StorageError>
  readonly update: (row: R) => Effect.Effect<void, StorageError>
}

const overlaidChat = overlaid("chat")
const overlaidMessage = overlaid("message")
const overlaidUser = overlaid("user")
const overlaidDevice = overlaid("device")
const overlaidConfig = overlaid("sync_config")
const overlaidConflict = overlaid("conflict")

/** Takes rows of the server into the tables of this device. */
export class RemoteRows extends Effect.Service<RemoteRows>()("openchat/RemoteRows", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const users = yield* UserRepo
    const devices = yield* DeviceRepo
    const configs = yield* SyncConfigRepo
    const chats = yield* ChatRepo
    const messages = yield* MessageRepo
    const conflicts = yield* ConflictRepo
    const branches = yield* Branches
    const outbox = yield* Outbox
    const { deviceId } = yield* Identity

    const put = <R>(store: Store<R>, found: Option.Option<{ readonly version: number }>, row: R) =>
      Option.isNone(found) ? store.insert([row]) : store.update(row)

    /** An answer that was long on its way may be older than what is here. A snapshot may be of another history. */
    const isOld = (
      found: Option.Option<{ readonly version: number }>,
      row: { readonly version: number },
      source: Source,
    ) => source === "changes" && Option.isSome(found) && found.value.version > row.version

    /** A message that waits brings its chat back from the trash. */
    const hasNewMessages = Effect.fnUntraced(function* (chatId: ChatId) {
      const rows = yield* withStorageErrors(
        sql`SELECT 1 AS found FROM sync_event e JOIN message m ON m.id = e.entity_id
            WHERE e.synced = 0 AND e.operation = 'create' AND m.chat_id = ${chatId} LIMIT 1`,
      )
      return rows.length > 0
    })

    const putChat = Effect.fnUntraced(function* (
      row: Of<"chat">,
      waiting: ReadonlyArray<Waiting>,
      source: Source,
    ) {
      const found = yield* chats.byId(row.id)
      if (isOld(found, row, source)) return
      const shown = overlaidChat(row, waiting, ({ fields }) => fields)
      const deletedAt = shown.deletedAt !== null && (yield* hasNewMessages(row.id)) ? null : shown.deletedAt
      const activeAt = Option.match(found, { onNone: () => row.createdAt, onSome: (it) => it.activeAt })
      yield* put(chats, found, { ...shown, deletedAt, activeAt })
    })

    const putMessage = Effect.fnUntraced(function* (
      row: Of<"message">,
      waiting: ReadonlyArray<Waiting>,
      source: Source,
    ) {
      const found = yield* messages.byId(row.id)
      if (isOld(found, row, source)) return
      yield* put(
        messages,
        found,
        overlaidMessage(row, waiting, ({ fields }) => fields),
      )
    })

    const putDevice = Effect.fnUntraced(function* (
      row: Of<"device">,
      waiting: ReadonlyArray<Waiting>,
      source: Source,
    ) {
      const found = yield* devices.byId(row.id)
      if (isOld(found, row, source)) return
      const shown = overlaidDevice(row, waiting, ({ fields }) => fields)
      // what this device counts itself is not the server's to say
      const own = Option.filter(found, ({ id }) => id === deviceId)
      const lastNumber = Option.match(own, { onNone: () => row.lastNumber, onSome: (it) => it.lastNumber })
      yield* put(devices, found, { ...shown, lastNumber })
    })

    const putConfig = Effect.fnUntraced(function* (
      row: Of<"sync_config">,
      waiting: ReadonlyArray<Waiting>,
      source: Source,
    ) {
      const found = yield* configs.byId(row.userId)
      if (isOld(found, row, source)) return
      const shown = overlaidConfig(row, waiting, ({ fields }) => fields)
      // each device chooses its own mode
      const mode = Option.match(found, { onNone: () => row.mode, onSome: (it) => it.mode })
      yield* put(configs, found, { ...shown, mode })
    })

    const putOne = Effect.fnUntraced(function* (it: Row, waiting: ReadonlyArray<Waiting>, source: Source) {
      switch (it.entity) {
        case "chat":
          return yield* putChat(it.row, waiting, source)
        case "message":
          return yield* putMessage(it.row, waiting, source)
        case "device":
          return yield* putDevice(it.row, waiting, source)
        case "sync_config":
          return yield* putConfig(it.row, waiting, source)
        case "user": {
          const found = yield* users.byId(it.row.id)
          if (isOld(found, it.row, source)) return
          return yield* put(
            users,
            found,
            overlaidUser(it.row, waiting, ({ fields }) => fields),
          )
        }
        case "conflict": {
          const found = yield* conflicts.byId(it.row.id)
          if (isOld(found, it.row, source)) return
          return yield* put(
            conflicts,
            found,
            overlaidConflict(it.row, waiting, ({ fields }) => fields),
          )
        }
      }
    })

    const keysOf = (it: Row): ReadonlyArray<QueryKey> => {
      switch (it.entity) {
        case "chat":
          return ["chats", "search", `chat:${it.row.id}`]
        case "message":
          return ["chats", "search", `chat:${it.row.chatId}`, `messages:${it.row.chatId}`]
        case "user":
          return ["users"]
        case "device":
          return ["devices"]
        case "sync_config":
          return ["sync_config"]
        case "conflict":
          return ["conflicts"]
      }
    }

    /**
     * S5: the rows, each with the changes on top that wait for it. Call it in a transaction, and invalidate what it
     * answers after the commit.
     */
    const apply = Effect.fn("RemoteRows.apply")(function* (
      rows: ReadonlyArray<Row>,
      source: Source = "changes",
    ) {
      const waiting = yield* outbox.overlay(rows.map(rowId))
      for (const it of rows) yield* putOne(it, waiting.get(rowId(it)) ?? [], source)
      const touched = rows.flatMap((it): ReadonlyArray<ChatId> => {
        if (it.entity === "message") return [it.row.chatId]
        return it.entity === "chat" ? [it.row.id] : []
      })
      yield* branches.settle(Arrays.dedupe(touched))
      return new Set(rows.flatMap(keysOf))
    })

    const drop = (entity: "chat" | "message", ids: ReadonlyArray<string>) =>
      Effect.gen(function* () {
        yield* sql`DELETE FROM ${sql(entity)} WHERE ${sql.in("id", ids)}`
        yield* sql`DELETE FROM branch WHERE ${sql.in("child_id", ids)} OR ${sql.in("fork_id", ids)}`
      })

    /** What lies in a chat that the server does not have; what waits there is refused in its turn. */
    const dropContents = Effect.fnUntraced(function* (chatId: string) {
      const rows = yield* sql<{ id: string }>`
        SELECT id FROM message WHERE chat_id = ${chatId}
          AND NOT EXISTS (SELECT 1 FROM sync_event e WHERE e.entity_id = message.id AND e.synced = 0)`
      for (const ids of Arrays.chunksOf(rows, 500)) {
        yield* drop(
          "message",
          ids.map(({ id }) => id),
        )
      }
    })

    /** What the server will never have: a row that it refused to make, or one that it forgot long ago. */
    const remove = Effect.fn("RemoteRows.remove")(function* (entity: "chat" | "message", id: string) {
      const [row] = yield* sql<{ chatId: string }>`
        SELECT ${sql.literal(entity === "chat" ? "id" : "chat_id")} AS "chatId" FROM ${sql(entity)} WHERE id = ${id}`
      if (row === undefined) return []
      const chatId = ChatId.make(row.chatId)
      if (entity === "chat") yield* dropContents(chatId)
      yield* drop(entity, [id])
      yield* branches.settle([chatId])
      const keys: ReadonlyArray<QueryKey> = ["chats", "search", `chat:${chatId}`, `messages:${chatId}`]
      return keys
    }, withStorageErrors)

    return { apply, remove } as const
  }),
}) {}

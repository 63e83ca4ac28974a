import { SqlClient } from "@effect/sql"
import { Effect, Option, Schema } from "effect"
import { Chat, ChatRow } from "../../domain/Chat.ts"
import type { ChatId } from "../../domain/Ids.ts"
import { Millis } from "../../domain/Scalars.ts"
import type { ChatList, ChatShelf } from "../../domain/rpc/ChatRpcs.ts"
import { BooleanFromInteger, columnsOf, registerColumns } from "../database/columns.ts"
import { makeRepo } from "../database/makeRepo.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { hiddenInTrash } from "./hiddenInTrash.ts"
import { Identity } from "../device/Identity.ts"

const flags = { pinned: BooleanFromInteger, archived: BooleanFromInteger }

/** `activeAt` is derived on each device and so is no part of the entity. */
export const ChatRecord = Schema.Struct({
  ...Chat.fields,
  ...flags,
  ...registerColumns,
  activeAt: Millis,
})
export type ChatRecord = typeof ChatRecord.Type

/** What a list selects. Not decoded once more on the way out: each value was checked when it was written. */
interface Listed extends Omit<ChatRow, keyof typeof flags> {
  readonly pinned: number
  readonly archived: number
}

const toRow = (listed: Listed): ChatRow => {
  const { id, title, model, systemPrompt, folder, createdAt, deletedAt, activeAt } = listed
  const [pinned, archived] = [listed.pinned === 1, listed.archived === 1]
  return { id, title, model, systemPrompt, pinned, archived, folder, createdAt, deletedAt, activeAt }
}

/** Reads about chats. */
export class ChatRepo extends Effect.Service<ChatRepo>()("openchat/ChatRepo", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const { userId } = yield* Identity
    const repo = yield* makeRepo({ table: "chat", schema: ChatRecord, key: "id" })
    const columns = sql.literal(columnsOf(ChatRow))

    const shelves = {
      active: sql`deleted_at IS NULL AND archived = 0 ORDER BY pinned DESC, active_at DESC, id DESC`,
      archived: sql`deleted_at IS NULL AND archived = 1 ORDER BY active_at DESC, id DESC`,
      trash: sql`deleted_at IS NOT NULL AND NOT ${hiddenInTrash(sql, "chat")} ORDER BY deleted_at DESC, id DESC`,
    }

    const list = Effect.fn("ChatRepo.list")(function* (shelf: ChatShelf, limit: number) {
      const rows = yield* sql<Listed>`
        SELECT ${columns} FROM chat WHERE user_id = ${userId} AND ${shelves[shelf]} LIMIT ${limit + 1}`
      const chatList: ChatList = { chats: rows.slice(0, limit).map(toRow), hasMore: rows.length > limit }
      return chatList
    }, withStorageErrors)

    const row = Effect.fn("ChatRepo.row")(function* (id: ChatId) {
      const rows = yield* sql<Listed>`SELECT ${columns} FROM chat WHERE id = ${id} AND user_id = ${userId}`
      return Option.map(Option.fromNullable(rows[0]), toRow)
    }, withStorageErrors)

    return { ...repo, list, row } as const
  }),
}) {}

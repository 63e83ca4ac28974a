import { SqlClient } from "@effect/sql"
import { Array as Arrays, Effect, Option, Schema } from "effect"
import { Chat, ChatRow } from "../../domain/Chat.ts"
import type { ChatId } from "../../domain/Ids.ts"
import { Millis } from "../../domain/Scalars.ts"
import type { ChatList, ChatShelf, Folder } from "../../domain/rpc/ChatRpcs.ts"
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

/** Below the 32,766 parameters that SQLite takes. */
const idsPerQuery = 10_000

const { compare } = new Intl.Collator(undefined, { numeric: true })
const byName = (a: Folder, b: Folder) => compare(a.name, b.name) || (a.name < b.name ? -1 : 1)

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
      active: [sql`deleted_at IS NULL AND archived = 0`, sql`ORDER BY pinned DESC, active_at DESC, id DESC`],
      archived: [sql`deleted_at IS NULL AND archived = 1`, sql`ORDER BY active_at DESC, id DESC`],
      trash: [
        sql`deleted_at IS NOT NULL AND NOT ${hiddenInTrash(sql, "chat")}`,
        sql`ORDER BY deleted_at DESC, id DESC`,
      ],
    } as const

    /** A pinned chat is listed under the pinned ones alone. */
    const inFolder = (folder: string | null | undefined) => {
      if (folder === undefined) return sql`1 = 1`
      return folder === null ? sql`(folder IS NULL OR pinned = 1)` : sql`folder = ${folder} AND pinned = 0`
    }

    const list = Effect.fn("ChatRepo.list")(function* (
      shelf: ChatShelf,
      limit: number,
      folder?: string | null,
    ) {
      const [where, order] = shelves[shelf]
      const rows = yield* sql<Listed>`
        SELECT ${columns} FROM chat WHERE user_id = ${userId} AND ${where} AND ${inFolder(folder)}
        ${order} LIMIT ${limit + 1}`
      const chatList: ChatList = { chats: rows.slice(0, limit).map(toRow), hasMore: rows.length > limit }
      return chatList
    }, withStorageErrors)

    const row = Effect.fn("ChatRepo.row")(function* (id: ChatId) {
      const rows = yield* sql<Listed>`SELECT ${columns} FROM chat WHERE id = ${id} AND user_id = ${userId}`
      return Option.map(Option.fromNullable(rows[0]), toRow)
    }, withStorageErrors)

    const rows = Effect.fn("ChatRepo.rows")(function* (ids: ReadonlyArray<ChatId>) {
      const found: Array<ChatRow> = []
      for (const some of Arrays.chunksOf(ids, idsPerQuery)) {
        const listed = yield* sql<Listed>`
          SELECT ${columns} FROM chat WHERE user_id = ${userId} AND ${sql.in("id", some)}`
        found.push(...listed.map(toRow))
      }
      return found
    }, withStorageErrors)

    /** Not what is in the trash: whoever brings something back finds it where it was. */
    const kept = Effect.fn("ChatRepo.kept")(function* (folder: string) {
      const listed = yield* sql<Listed>`
        SELECT ${columns} FROM chat
        WHERE user_id = ${userId} AND folder = ${folder} AND deleted_at IS NULL ORDER BY id`
      return listed.map(toRow)
    }, withStorageErrors)

    const folders = Effect.fn("ChatRepo.folders")(function* () {
      const found = yield* sql<{ name: string; chats: number }>`
        SELECT folder AS name, sum(pinned = 0) AS chats FROM chat
        WHERE user_id = ${userId} AND deleted_at IS NULL AND archived = 0 AND folder IS NOT NULL GROUP BY folder`
      return found.map(({ chats, name }): Folder => ({ name, chats })).sort(byName)
    }, withStorageErrors)

    return { ...repo, list, row, rows, kept, folders } as const
  }),
}) {}

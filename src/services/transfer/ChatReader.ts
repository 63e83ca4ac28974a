import { SqlClient } from "@effect/sql"
import { Effect, Option } from "effect"
import type { ChatId, MessageId } from "../../domain/Ids.ts"
import type { Message } from "../../domain/Message.ts"
import { erasedText } from "../../domain/Text.ts"
import type { ChatRecord } from "../chat/ChatRepo.ts"
import { ChatRepo } from "../chat/ChatRepo.ts"
import { MessageRecord } from "../chat/MessageRepo.ts"
import { columnsOf } from "../database/columns.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { Identity } from "../device/Identity.ts"
import { inOrder } from "./inOrder.ts"

export type ExportedMessage = Pick<
  Message,
  "chatId" | "content" | "createdAt" | "edits" | "id" | "model" | "parentId" | "role" | "status"
>

/** A chat as it leaves: without what was deleted. */
export interface ExportedChat {
  readonly chat: ChatRecord
  /** Each after the one that it answers. What answered a deleted message answers the one before that. */
  readonly messages: ReadonlyArray<ExportedMessage>
  /** The last message of the branch that is shown. */
  readonly activeId: MessageId | null
}

interface Stored extends ExportedMessage {
  readonly deletedAt: number | null
}

/** Reads chats for those who export them. */
export class ChatReader extends Effect.Service<ChatReader>()("openchat/ChatReader", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const chats = yield* ChatRepo
    const { userId } = yield* Identity
    const columns = sql.literal(
      columnsOf(
        MessageRecord.pick(
          "id",
          "chatId",
          "parentId",
          "edits",
          "role",
          "content",
          "status",
          "model",
          "createdAt",
          "deletedAt",
        ),
      ),
    )

    /** Those that are not in the trash, used last first; of some, or of all. */
    const ids = Effect.fn("ChatReader.ids")(function* (wanted: ReadonlyArray<ChatId> | null) {
      const among =
        wanted === null ? sql`1 = 1` : sql`id IN (SELECT value FROM json_each(${JSON.stringify(wanted)}))`
      const rows = yield* sql<{ id: ChatId }>`
        SELECT id FROM chat WHERE user_id = ${userId} AND deleted_at IS NULL AND ${among}
        ORDER BY active_at DESC, id DESC`
      return rows.map(({ id }) => id)
    }, withStorageErrors)

    /** How many messages lie in them. */
    const count = Effect.fn("ChatReader.count")(function* (wanted: ReadonlyArray<ChatId>) {
      const [row] = yield* sql<{ n: number }>`
        SELECT count(*) AS n FROM message WHERE deleted_at IS NULL AND content <> ${erasedText}
          AND chat_id IN (SELECT value FROM json_each(${JSON.stringify(wanted)}))`
      return row?.n ?? 0
    }, withStorageErrors)

    const head = Effect.fn("ChatReader.head")(function* (chatId: ChatId) {
      const found = Option.filter(yield* chats.byId(chatId), (it) => it.deletedAt === null)
      return Option.getOrNull(found)
    })

    /** The message itself, or the one above it that is not deleted. */
    const living = (id: string | null, byId: ReadonlyMap<string, Stored>): Stored | undefined => {
      const seen = new Set<string>()
      for (let at = id; at !== null && !seen.has(at);) {
        seen.add(at)
        const message = byId.get(at)
        if (message === undefined || message.deletedAt === null) return message
        at = message.parentId
      }
      return undefined
    }

    /** Null if it has gone to the trash meanwhile. */
    const read = Effect.fn("ChatReader.read")(function* (chatId: ChatId) {
      const chat = yield* head(chatId)
      if (chat === null) return null
      const [leaf] = yield* sql<{ id: string | null }>`SELECT leaf_id AS id FROM chat WHERE id = ${chatId}`
      const rows = yield* sql<Stored>`
        SELECT ${columns} FROM message WHERE chat_id = ${chatId} ORDER BY created_at, id`
      const byId = new Map<string, Stored>(rows.map((row) => [row.id, row]))
      const activeId = living(leaf?.id ?? null, byId)?.id ?? null
      const ordered = inOrder(
        rows.map((row) => ({
          ...row,
          key: row.id,
          parent: row.parentId,
          content: row.deletedAt === null && row.content !== erasedText ? row.content : "",
        })),
        activeId,
      )
      const messages = ordered.flatMap(({ key, parent }): ReadonlyArray<ExportedMessage> => {
        const row = byId.get(key)
        if (row === undefined) return []
        const { deletedAt: _deletedAt, ...message } = row
        // a reply that is being written is cut where it is
        const status = row.status === "streaming" ? "stopped" : row.status
        return [{ ...message, status, parentId: parent === null ? null : (byId.get(parent)?.id ?? null) }]
      })
      const exported: ExportedChat = { chat, messages, activeId }
      return exported
    }, withStorageErrors)

    return { ids, count, head, read } as const
  }),
}) {}

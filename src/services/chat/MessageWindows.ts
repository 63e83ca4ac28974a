import { SqlClient } from "@effect/sql"
import { Effect } from "effect"
import type { ChatId, MessageId } from "../../domain/Ids.ts"
import { MessageRow, type MessageWindow } from "../../domain/Message.ts"
import { columnsOf } from "../database/columns.ts"
import { Identity } from "../device/Identity.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"

/** Fields that are computed here. */
type Computed = "siblings" | "siblingIndex"

/**
 * What the queries below select. Not decoded once more on the way out, which would cost as much as the query: each
 * value was checked when it was written, and the columns say their types.
 */
interface Visited extends Omit<MessageRow, Computed> {
  readonly siblings: number
  readonly deleted: number
}

export interface WindowQuery {
  readonly chatId: ChatId
  /** Null: the end of the branch that the chat shows. */
  readonly anchor: MessageId | null
  readonly before: number
  readonly after: number
}

/**
 * Stretches of a branch. Going up follows `parentId`, which never changes, so older pages hold every message
 * exactly once whatever is written meanwhile; going down takes the shown version at every fork.
 */
export class MessageWindows extends Effect.Service<MessageWindows>()("openchat/MessageWindows", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const { userId } = yield* Identity
    const row = sql.literal(
      `${columnsOf(MessageRow.omit("siblings", "siblingIndex"), "m.")}, m.deleted_at IS NOT NULL AS deleted,
       CASE WHEN m.parent_id IS NULL
         THEN (SELECT count(*) FROM message s WHERE s.chat_id = m.chat_id AND s.parent_id IS NULL AND s.deleted_at IS NULL)
         ELSE (SELECT count(*) FROM message s WHERE s.parent_id = m.parent_id AND s.deleted_at IS NULL)
       END AS siblings`,
    )

    /** The message and those above it, nearest first. */
    const upwards = (from: MessageId, limit: number) =>
      sql<Visited>`WITH RECURSIVE up(row_id, parent_id, place) AS (
            SELECT row_id, parent_id, 0 FROM message WHERE id = ${from}
            UNION ALL
            SELECT m.row_id, m.parent_id, up.place + 1 FROM up JOIN message m ON m.id = up.parent_id
            LIMIT ${limit}
          )
          SELECT ${row} FROM up JOIN message m ON m.row_id = up.row_id ORDER BY up.place`

    /** Those below the message, nearest first. */
    const downwards = (from: MessageId, limit: number) =>
      sql<Visited>`WITH RECURSIVE down(row_id, id, place) AS (
            SELECT row_id, id, 0 FROM message WHERE id = ${from}
            UNION ALL
            SELECT m.row_id, m.id, down.place + 1 FROM down JOIN message m ON m.id = coalesce(
              (SELECT child_id FROM branch WHERE fork_id = down.id),
              (SELECT c.id FROM message c WHERE c.parent_id = down.id
               ORDER BY c.deleted_at IS NOT NULL, c.created_at DESC, c.id DESC LIMIT 1))
            LIMIT ${limit + 1}
          )
          SELECT ${row} FROM down JOIN message m ON m.row_id = down.row_id WHERE down.place > 0 ORDER BY down.place`

    /** Undefined if there is no such chat, or it is somebody else's. */
    const leafOf = Effect.fnUntraced(function* (chatId: ChatId) {
      const rows = yield* sql<{ id: MessageId | null }>`
        SELECT leaf_id AS id FROM chat WHERE id = ${chatId} AND user_id = ${userId}`
      return rows[0]?.id
    })

    /** Which of its versions each message is. Few turns have more than one, so few pages ask. */
    const placesAmongSiblings = Effect.fnUntraced(function* (visited: ReadonlyArray<Visited>) {
      const forked = visited.filter(({ siblings }) => siblings > 1).map(({ id }) => id)
      if (forked.length === 0) return new Map<string, number>()
      const rows = yield* sql<{ id: string; place: number }>`
        SELECT m.id, (
          SELECT count(*) FROM message s
          WHERE (s.parent_id = m.parent_id OR (m.parent_id IS NULL AND s.parent_id IS NULL AND s.chat_id = m.chat_id))
            AND s.deleted_at IS NULL AND (s.created_at, s.id) < (m.created_at, m.id)
        ) AS place FROM message m WHERE ${sql.in("m.id", forked)}`
      return new Map(rows.map(({ id, place }) => [id, place]))
    })

    const read = Effect.fn("MessageWindows.read")(function* ({ chatId, anchor, before, after }: WindowQuery) {
      const leaf = yield* leafOf(chatId)
      const from = anchor ?? leaf
      if (leaf === undefined || from === undefined || from === null) return emptyWindow
      const atEnd = anchor === null
      // one more than asked for tells whether there are more
      const up = yield* upwards(from, before + (atEnd ? 1 : 2))
      if (up.length === 0) return emptyWindow
      const down = atEnd ? [] : yield* downwards(from, after + 1)
      const hasOlder = up.length > before + (atEnd ? 0 : 1)
      const hasNewer = down.length > after
      const visited = [
        ...(hasOlder ? up.slice(0, -1) : up).toReversed(),
        ...(hasNewer ? down.slice(0, -1) : down),
      ]
      const places = yield* placesAmongSiblings(visited)
      const messages: Array<MessageRow> = []
      for (const it of visited) {
        const {
          id,
          chatId,
          parentId,
          role,
          content,
          status,
          model,
          createdAt,
          updatedAt,
          siblings,
          deleted,
        } = it
        if (deleted !== 0) continue
        const row = { id, chatId, parentId, role, content, status, model, createdAt, updatedAt }
        messages.push({ ...row, siblings, siblingIndex: places.get(id) ?? 0 })
      }
      const window: MessageWindow = { messages, hasOlder, hasNewer }
      return window
    }, withStorageErrors)

    return { read } as const
  }),
}) {}

const emptyWindow: MessageWindow = { messages: [], hasOlder: false, hasNewer: false }

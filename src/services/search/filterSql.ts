import type { SqlClient, Statement } from "@effect/sql"
import type { SearchFilters, SearchShelf } from "../../domain/search/SearchFilters.ts"

const shelfSql = (sql: SqlClient.SqlClient, shelf: SearchShelf | undefined): Statement.Fragment => {
  switch (shelf) {
    case undefined:
      return sql`c.deleted_at IS NULL`
    case "active":
      return sql`c.deleted_at IS NULL AND c.archived = 0`
    case "archived":
      return sql`c.deleted_at IS NULL AND c.archived = 1`
    case "trash":
      return sql`c.deleted_at IS NOT NULL`
    case "everywhere":
      return sql`1 = 1`
  }
}

/** What the filters ask of a chat, which the query knows as `c`. */
export const chatFilter = (
  sql: SqlClient.SqlClient,
  { folder, pinned, shelf }: SearchFilters,
): Statement.Fragment =>
  sql.and([
    shelfSql(sql, shelf),
    ...(pinned === undefined ? [] : [sql`c.pinned = 1`]),
    ...(folder === undefined ? [] : [sql`c.folder = ${folder}`]),
  ])

/** When a chat was in use: made before the end of the time, and written in after its beginning. */
export const chatTime = (
  sql: SqlClient.SqlClient,
  { after, before }: SearchFilters,
): ReadonlyArray<Statement.Fragment> => [
  ...(after === undefined ? [] : [sql`c.active_at >= ${after}`]),
  ...(before === undefined ? [] : [sql`c.created_at < ${before}`]),
]

/** Whether the filters leave few chats, as a rule. */
const leavesFew = ({ folder, pinned, shelf }: SearchFilters) =>
  folder !== undefined || pinned !== undefined || shelf === "archived" || shelf === "trash"

/**
 * What the filters ask of a message, which the query knows as `m` and its index as `message_fts`. Most matches of a
 * common word are in other chats, and are left out by their number before their rows are read: the plus keeps FTS5 from
 * asking for each of those numbers in turn. The messages of one chat lie close together, and FTS5 goes to a stretch of
 * rows without looking at the others.
 */
export const messageFilter = (
  sql: SqlClient.SqlClient,
  filters: SearchFilters,
): ReadonlyArray<Statement.Fragment> => {
  const { after, before, chatId, role } = filters
  return [
    ...(chatId === undefined
      ? []
      : [
          sql`message_fts.rowid BETWEEN (SELECT min(row_id) FROM message WHERE chat_id = ${chatId})
            AND (SELECT max(row_id) FROM message WHERE chat_id = ${chatId})`,
          sql`m.chat_id = ${chatId}`,
        ]),
    ...(leavesFew(filters)
      ? [
          sql`+message_fts.rowid IN (SELECT own.row_id FROM chat c CROSS JOIN message own ON own.chat_id = c.id
            WHERE ${chatFilter(sql, filters)})`,
        ]
      : []),
    ...(role === undefined ? [] : [sql`m.role = ${role}`]),
    ...(after === undefined ? [] : [sql`m.created_at >= ${after}`]),
    ...(before === undefined ? [] : [sql`m.created_at < ${before}`]),
  ]
}

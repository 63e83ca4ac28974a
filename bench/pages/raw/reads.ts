import { score, snippet } from "../../../src/services/search/rank.ts"
import { lastAsBeginning, termsOf, wholeWords } from "../../../src/services/search/terms.ts"
import type { Engine } from "./engine.ts"
import type { Rows } from "./Protocol.ts"

/** What the product's list answers. */
export const chatList = (db: Engine, userId: string, limit: number) =>
  db.query(
    `SELECT id, title, model, system_prompt, pinned, archived, folder, created_at, deleted_at, active_at FROM chat
     WHERE user_id = ? AND deleted_at IS NULL AND archived = 0
     ORDER BY pinned DESC, active_at DESC, id DESC LIMIT ?`,
    [userId, limit + 1],
  )

/** What the product's window answers: the branch from its leaf upwards, with the number of versions of each turn. */
export const newest = (db: Engine, chatId: string, limit: number) =>
  db.query(
    `WITH RECURSIVE up(row_id, parent_id, place) AS (
       SELECT row_id, parent_id, 0 FROM message WHERE id = (SELECT leaf_id FROM chat WHERE id = ?)
       UNION ALL
       SELECT m.row_id, m.parent_id, up.place + 1 FROM up JOIN message m ON m.id = up.parent_id
       LIMIT ?
     )
     SELECT m.id, m.chat_id, m.parent_id, m.role, m.content, m.status, m.model, m.created_at, m.updated_at,
       m.deleted_at IS NOT NULL,
       CASE WHEN m.parent_id IS NULL
         THEN (SELECT count(*) FROM message s WHERE s.chat_id = m.chat_id AND s.parent_id IS NULL AND s.deleted_at IS NULL)
         ELSE (SELECT count(*) FROM message s WHERE s.parent_id = m.parent_id AND s.deleted_at IS NULL)
       END
     FROM up JOIN message m ON m.row_id = up.row_id ORDER BY up.place`,
    [chatId, limit + 1],
  )

export const newestByIndex = (db: Engine, chatId: string, limit: number) =>
  db.query(
    `SELECT id, chat_id, parent_id, role, content, status, model, created_at, updated_at FROM message
     WHERE chat_id = ? ORDER BY id DESC LIMIT ?`,
    [chatId, limit],
  )

/** How many of the newest matches are ranked, as in the product. */
const candidates = 200

const titles = `WITH found AS (
    SELECT rowid FROM chat_fts WHERE chat_fts MATCH ? ORDER BY rowid DESC LIMIT ${candidates}
  )
  SELECT c.id, NULL, c.title, c.title, c.archived, c.created_at FROM found JOIN chat c ON c.row_id = found.rowid
  WHERE c.user_id = ? AND c.deleted_at IS NULL`

const messages = `SELECT m.chat_id, m.id, c.title, m.content, c.archived, m.created_at
  FROM message_fts CROSS JOIN message m ON m.row_id = message_fts.rowid CROSS JOIN chat c ON c.id = m.chat_id
  WHERE message_fts MATCH ? AND c.user_id = ? AND c.deleted_at IS NULL
  ORDER BY message_fts.rowid DESC LIMIT ${candidates}`

/** What the product's search answers, ranked and cut by the product's own functions. */
export const search = async (db: Engine, userId: string, text: string, limit: number): Promise<Rows> => {
  const terms = termsOf(text)
  const ranked = (rows: Rows) => {
    const scored = rows.map((row) => ({ row, text: String(row[3]), score: 0 }))
    for (const hit of scored) hit.score = score(hit.text, terms)
    scored.sort((a, b) => b.score - a.score || Number(b.row[5]) - Number(a.row[5]))
    return scored
  }
  const titleRows = await db.query(titles, [lastAsBeginning(terms), userId])
  const whole = await db.query(messages, [wholeWords(terms), userId])
  const rows = whole.length < candidates ? await db.query(messages, [lastAsBeginning(terms), userId]) : whole
  const found = [...ranked(titleRows), ...ranked(rows)].slice(0, limit)
  return found.map(({ row, text: hit }) => [row[0], row[1], row[2], snippet(hit, terms), row[4], row[5]])
}

export const searchUnranked = (db: Engine, text: string, limit: number) =>
  db.query(
    `SELECT m.chat_id, m.id, m.content FROM message_fts f JOIN message m ON m.row_id = f.rowid
     WHERE f.message_fts MATCH ? ORDER BY f.rowid DESC LIMIT ?`,
    [lastAsBeginning(termsOf(text)), limit],
  )

import type { SqlValue } from "wa-sqlite"
import type { NewMessage } from "../shared/Side.ts"
import type { Engine } from "./engine.ts"

export interface Owner {
  readonly userId: string
  readonly deviceId: string
}

export const messageColumns = `(id, chat_id, parent_id, edits, role, content, status, model,
  created_at, updated_at, deleted_at, version, clocks, versions)`

export const eventColumns = `(id, entity_type, entity_id, operation, data, "timestamp",
  user_id, device_id, synced, number, base_version, outcome, replaced, reason)`

/** Of either table. */
const columns = 14

/** Rows of one INSERT in bulk. */
const chunk = 250

/** One row of either table. */
export const tuple = `(${Array.from({ length: columns }, () => "?").join(", ")})`
const insert = (table: string, names: string, rows: number) =>
  `INSERT INTO ${table} ${names} VALUES ${Array.from({ length: rows }, () => tuple).join(", ")}`

/** The text of each statement is made once. */
const statements = new Map<string, string>()
const insertOf = (table: string, names: string, rows: number) => {
  const key = `${table}:${rows}`
  const known = statements.get(key) ?? insert(table, names, rows)
  statements.set(key, known)
  return known
}

const insertAll = async (
  db: Engine,
  table: string,
  names: string,
  rows: ReadonlyArray<ReadonlyArray<SqlValue>>,
) => {
  for (let from = 0; from < rows.length; from += chunk) {
    const part = rows.slice(from, from + chunk)
    await db.query(insertOf(table, names, part.length), part.flat())
  }
}

let millis = 0
let counter = 0

/** The product's hybrid clock by hand: its module brings Effect along, which is not to be paid for here. */
const now = ({ deviceId }: Owner) => {
  const wall = Date.now()
  counter = wall > millis ? 0 : counter + 1
  millis = Math.max(millis, wall)
  return `${millis.toString(36).padStart(9, "0")}-${counter.toString(36).padStart(4, "0")}-${deviceId}`
}

/** The rows that the product writes: message, event, the chat's leaf and activity, in one transaction. */
export const add = (db: Engine, owner: Owner, messages: ReadonlyArray<NewMessage>) =>
  db.transaction(async () => {
    const at = Date.now()
    const leaves = new Map<string, SqlValue>()
    for (const { chatId } of messages) {
      if (leaves.has(chatId)) continue
      const [row] = await db.query("SELECT leaf_id FROM chat WHERE id = ?", [chatId])
      if (row === undefined) throw new Error(`no chat ${chatId}`)
      leaves.set(chatId, row[0] ?? null)
    }
    const rows = messages.map(({ messageId, chatId, content }): ReadonlyArray<SqlValue> => {
      const parentId = leaves.get(chatId) ?? null
      leaves.set(chatId, messageId)
      return [
        messageId,
        chatId,
        parentId,
        null,
        "user",
        content,
        "complete",
        null,
        at,
        at,
        null,
        0,
        "{}",
        "{}",
      ]
    })
    await insertAll(db, "message", messageColumns, rows)
    for (const [chatId, leaf] of leaves) {
      await db.query(
        "UPDATE chat SET leaf_id = ?, deleted_at = NULL, active_at = max(active_at, ?) WHERE id = ?",
        [leaf, at, chatId],
      )
    }
    const [last] = await db.query("SELECT coalesce(max(number), 0) FROM sync_event WHERE device_id = ?", [
      owner.deviceId,
    ])
    const number = Number(last?.[0] ?? 0)
    const events = messages.map((message, index): ReadonlyArray<SqlValue> => {
      const data = JSON.stringify({
        _tag: "AddMessage",
        ...message,
        parentId: rows[index]?.[2] ?? null,
        edits: null,
        role: "user",
        status: "complete",
        model: null,
        createdAt: at,
      })
      const entity = ["message", message.messageId, "create"] as const
      return [
        message.eventId,
        ...entity,
        data,
        now(owner),
        owner.userId,
        owner.deviceId,
        0,
        number + 1 + index,
        0,
        null,
        null,
        null,
      ]
    })
    await insertAll(db, "sync_event", eventColumns, events)
  })

export const prepareBare = (db: Engine) =>
  db.exec(`CREATE TABLE IF NOT EXISTS bench_bare (
    row_id INTEGER PRIMARY KEY, id TEXT NOT NULL, chat_id TEXT NOT NULL, content TEXT NOT NULL, created_at BIGINT NOT NULL
  )`)

/** One row in one table without an index, as durable as the others. */
export const addBare = (db: Engine, { messageId, chatId, content }: NewMessage) =>
  db.query("INSERT INTO bench_bare (id, chat_id, content, created_at) VALUES (?, ?, ?, ?)", [
    messageId,
    chatId,
    content,
    Date.now(),
  ])

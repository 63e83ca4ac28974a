import type { SqlValue } from "wa-sqlite"
import { DeviceId } from "../../../src/domain/Ids.ts"
import { formatTimestamp } from "../../../src/domain/Timestamp.ts"
import { loadCorpus, messageText } from "../shared/corpus.ts"
import { datasetOf, digitsFrom } from "../shared/dataset.ts"
import { randomFrom } from "../shared/random.ts"
import { timeOrderedId } from "../../../src/domain/Ids.ts"
import type { Engine } from "./engine.ts"
import { eventColumns, messageColumns, type Owner, tuple } from "./writes.ts"

const perTransaction = 20_000

const insertMessage = `INSERT INTO message ${messageColumns} VALUES ${tuple}`
const insertEvent = `INSERT INTO sync_event ${eventColumns} VALUES ${tuple}`

/**
 * Fills the product's empty database with what its own mutations would have left, but in bulk: the triggers of the
 * full-text indexes rest meanwhile, and the indexes are rebuilt at the end.
 */
export const seed = async (db: Engine, owner: Owner, messages: number) => {
  const corpus = await loadCorpus()
  const data = datasetOf(messages)
  const device = DeviceId.make(owner.deviceId)
  const triggers = await db.query("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
  const indexes = await db.query("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5%'")
  await db.exec("PRAGMA synchronous = off")
  for (const [name] of triggers) await db.exec(`DROP TRIGGER ${String(name)}`)

  let number = 0
  const record = (at: number, entityType: string, entityId: string, mutation: object) => {
    number++
    const eventId = timeOrderedId(at, digitsFrom(randomFrom(number * 3)))
    const timestamp = formatTimestamp({ millis: at, counter: number % 1000 }, device)
    const values: ReadonlyArray<SqlValue> = [
      eventId,
      entityType,
      entityId,
      "create",
      JSON.stringify({ eventId, ...mutation }),
      timestamp,
      owner.userId,
      owner.deviceId,
      0,
      number,
      0,
      null,
      null,
      null,
    ]
    return db.query(insertEvent, values)
  }

  const leaves: Array<string | null> = Array.from({ length: data.chats }, () => null)
  const random = randomFrom(1)
  const addChat = async (chat: number) => {
    const [id, at] = [data.chatId(chat), data.chatAt(chat)]
    const title = messageText(corpus, random).slice(0, 50)
    await db.query(
      `INSERT INTO chat (id, user_id, title, created_at, updated_at, active_at) VALUES (?, ?, ?, ?, ?, ?)`,
      [id, owner.userId, title, at, at, at],
    )
    await record(at, "chat", id, {
      _tag: "CreateChat",
      chatId: id,
      title,
      model: null,
      systemPrompt: null,
      folder: null,
      createdAt: at,
    })
  }
  const addMessage = async (index: number) => {
    const chat = data.chatOf(index)
    const parent = leaves[chat] ?? null
    if (parent === null) await addChat(chat)
    const [id, chatId, at] = [data.messageId(index), data.chatId(chat), data.messageAt(index)]
    const content = messageText(corpus, random)
    const role = index % 2 === 0 ? "user" : "assistant"
    await db.query(insertMessage, [
      id,
      chatId,
      parent,
      null,
      role,
      content,
      "complete",
      null,
      at,
      at,
      null,
      0,
      "{}",
      "{}",
    ])
    const shape = {
      _tag: "AddMessage",
      chatId,
      messageId: id,
      parentId: parent,
      edits: null,
      role,
      content,
      status: "complete",
      model: null,
      createdAt: at,
    }
    await record(at, "message", id, shape)
    leaves[chat] = id
  }

  for (let from = 0; from < messages; from += perTransaction) {
    await db.transaction(async () => {
      for (let index = from; index < Math.min(messages, from + perTransaction); index++)
        await addMessage(index)
    })
  }
  await db.transaction(async () => {
    const perPass = data.chats * 10
    const lastPass = Math.floor((messages - 1) / perPass) * perPass
    for (const [chat, leaf] of leaves.entries()) {
      const ends = lastPass + chat * 10 + 9
      const at = data.messageAt(ends < messages ? ends : ends - perPass)
      await db.query("UPDATE chat SET leaf_id = ?, active_at = ? WHERE id = ?", [leaf, at, data.chatId(chat)])
    }
  })
  for (const [name] of indexes)
    await db.exec(`INSERT INTO ${String(name)} (${String(name)}) VALUES ('rebuild')`)
  for (const [, sql] of triggers) await db.exec(String(sql))
  await db.exec("PRAGMA wal_checkpoint(truncate)")
}

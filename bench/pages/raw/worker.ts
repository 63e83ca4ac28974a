/// <reference lib="webworker" />
import { dump } from "./dump.ts"
import { type Engine, openEngine } from "./engine.ts"
import type { Answer, Operation, Request, Rows } from "./Protocol.ts"
import * as reads from "./reads.ts"
import { add, addBare, type Owner, prepareBare } from "./writes.ts"

let engine: Engine | undefined
let owner: Owner = { userId: "", deviceId: "" }
let watched: { readonly chatId: string; readonly limit: number } | undefined

const db = () => {
  if (engine === undefined) throw new Error("not open")
  return engine
}

const open = async (folder: string, schema: ReadonlyArray<string>) => {
  const opened = await openEngine(folder)
  const [count] = await opened.query("SELECT count(*) FROM sqlite_master")
  if (count?.[0] === 0) {
    await opened.transaction(async () => {
      for (const statement of schema) await opened.exec(statement)
    })
  }
  const state = new Map(
    (await opened.query("SELECT name, value FROM sync_state")).map(([name, it]) => [name, it]),
  )
  owner = { userId: String(state.get("userId")), deviceId: String(state.get("deviceId")) }
  engine = opened
}

const post = (answer: Answer) => self.postMessage(answer)

const postWatched = async () => {
  if (watched !== undefined) post({ watched: await reads.newest(db(), watched.chatId, watched.limit) })
}

const perform = async (operation: Operation): Promise<Rows> => {
  switch (operation.op) {
    case "open":
      await open(operation.folder, operation.schema)
      return []
    case "close":
      await db().close()
      return []
    case "dump":
      return [await dump(db())]
    case "seed":
      await (await import("./seed.ts")).seed(db(), owner, operation.messages)
      return []
    case "ping":
      return []
    case "chatList":
      return reads.chatList(db(), owner.userId, operation.limit)
    case "newest":
      return reads.newest(db(), operation.chatId, operation.limit)
    case "newestByIndex":
      return reads.newestByIndex(db(), operation.chatId, operation.limit)
    case "search":
      return reads.search(db(), owner.userId, operation.text, operation.limit)
    case "searchUnranked":
      return reads.searchUnranked(db(), operation.text, operation.limit)
    case "add":
      await add(db(), owner, operation.messages)
      return []
    case "prepareBare":
      await prepareBare(db())
      return []
    case "addBare":
      return addBare(db(), operation.message)
    case "watch":
      watched = { chatId: operation.chatId, limit: operation.limit }
      await postWatched()
      return []
    case "unwatch":
      watched = undefined
      return []
  }
}

const answer = async ({ id, operation }: Request) => {
  try {
    post({ id, rows: await perform(operation) })
    if (operation.op === "add") await postWatched()
  } catch (cause) {
    post({ id, error: cause instanceof Error ? `${cause.message} ${cause.stack ?? ""}` : String(cause) })
  }
}

// one after the other, as one connection demands
let queue = Promise.resolve()
self.onmessage = ({ data }: MessageEvent<Request>) => {
  queue = queue.then(() => answer(data))
}

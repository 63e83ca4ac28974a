import type { QueryKey } from "../../domain/QueryKey.ts"
import type { Row } from "../../domain/sync/Row.ts"

export type RowOf<E extends Row["entity"]> = Extract<Row, { entity: E }>["row"]

type RowsByEntity = { readonly [E in Row["entity"]]: Array<RowOf<E>> }

/** The rows of each kind, in the order in which they came. */
export const byEntity = (rows: ReadonlyArray<Row>): RowsByEntity => {
  const of: RowsByEntity = { user: [], device: [], sync_config: [], chat: [], message: [], conflict: [] }
  for (const it of rows) {
    switch (it.entity) {
      case "user":
        of.user.push(it.row)
        break
      case "device":
        of.device.push(it.row)
        break
      case "sync_config":
        of.sync_config.push(it.row)
        break
      case "chat":
        of.chat.push(it.row)
        break
      case "message":
        of.message.push(it.row)
        break
      case "conflict":
        of.conflict.push(it.row)
        break
    }
  }
  return of
}

/** Which queries look at the row. */
export const keysOf = (it: Row): ReadonlyArray<QueryKey> => {
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

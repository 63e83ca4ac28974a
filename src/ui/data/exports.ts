import { collect } from "../client/runtime.ts"
import { datedName, saveFile } from "./saveFile.ts"

/** Bytes on a buffer of their own, which is what a Blob takes. */
const owned = (pieces: ReadonlyArray<Uint8Array>) => pieces.map((piece) => new Uint8Array(piece))

/** Every table as JSON. */
export const exportJson = async (): Promise<void> =>
  saveFile(datedName("json"), "application/json", await collect((client) => client.debug.exportJson()))

/** The database as an ordinary SQLite file. */
export const exportSqlite = async (): Promise<void> =>
  saveFile(
    datedName("sqlite"),
    "application/vnd.sqlite3",
    owned(await collect((client) => client.debug.exportSqlite())),
  )

export interface SavedSalvage {
  readonly chats: number
  readonly messages: number
  readonly unreadable: number
}

/** What can be read of a database that does not open, as JSON. Nothing is saved when that is nothing. */
export const exportSalvage = async (): Promise<SavedSalvage> => {
  const pieces = await collect((client) => client.storage.salvage())
  const { chats = 0, messages = 0, unreadable = 0 } = pieces[0] ?? {}
  if (chats + messages > 0) {
    const texts = pieces.map(({ json }) => json)
    saveFile(datedName("salvaged.json"), "application/json", texts)
  }
  return { chats, messages, unreadable }
}

/** The file as it lies on the disk, also when it is damaged. */
export const exportRaw = async (): Promise<void> =>
  saveFile(
    datedName("raw.sqlite"),
    "application/octet-stream",
    owned(await collect((client) => client.storage.exportRaw())),
  )

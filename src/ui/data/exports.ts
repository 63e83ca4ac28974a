import type { ChatId } from "../../domain/Ids.ts"
import type { RawPart } from "../../domain/rpc/StorageRpcs.ts"
import { currentPool, findInPool } from "../../services/database/poolFiles.ts"
import { collect } from "../client/runtime.ts"
import { datedName, saveFile } from "./saveFile.ts"

/** Bytes on a buffer of their own, which is what a Blob takes. */
const owned = (pieces: ReadonlyArray<Uint8Array>) => pieces.map((piece) => new Uint8Array(piece))

/** Every table as JSON. */
export const exportJson = async (): Promise<void> =>
  saveFile(datedName("json"), "application/json", await collect((client) => client.debug.exportJson()))

/** These chats with everything in them. Answers the name of the file. */
export const exportChats = async (chatIds: ReadonlyArray<ChatId>): Promise<string> => {
  const name = datedName("chats.json")
  saveFile(name, "application/json", await collect((client) => client.storage.exportChats({ chatIds })))
  return name
}

/** The database as an ordinary SQLite file. */
export const exportSqlite = async (name = datedName("sqlite")): Promise<void> =>
  saveFile(name, "application/vnd.sqlite3", owned(await collect((client) => client.debug.exportSqlite())))

/**
 * The file as it lies on the disk, also when it is damaged, and beside it the log with what was written last, if there is
 * one. SQLite reads both where they lie under these names.
 */
export const exportRaw = async (of: RawPart["of"]): Promise<void> => {
  for (const [part, ending] of [
    ["file", ""],
    ["log", "-wal"],
  ] as const) {
    const bytes = owned(await collect((client) => client.storage.exportRaw({ of, part })))
    if (bytes.length > 0) saveFile(`${datedName("raw.sqlite")}${ending}`, "application/octet-stream", bytes)
  }
}

/** The same without a worker, by the page itself. */
export const copyPool = async (): Promise<void> => {
  const { database: file, log } = await findInPool(await currentPool())
  if (file === undefined) throw new Error("There is no file with chats on this device.")
  const name = datedName("raw.sqlite")
  saveFile(name, "application/octet-stream", [file])
  if (log !== undefined) saveFile(`${name}-wal`, "application/octet-stream", [log])
}

import { collect } from "../client/runtime.ts"
import { datedName, saveFile } from "./saveFile.ts"

/** Bytes on a buffer of their own, which is what a Blob takes. */
const owned = (pieces: ReadonlyArray<Uint8Array>) => pieces.map((piece) => new Uint8Array(piece))

/** Every table as JSON. */
export const exportJson = async (): Promise<void> =>
  saveFile(datedName("json"), "application/json", await collect((client) => client.debug.exportJson()))

/** The database as an ordinary SQLite file. */
export const exportSqlite = async (name = datedName("sqlite")): Promise<void> =>
  saveFile(name, "application/vnd.sqlite3", owned(await collect((client) => client.debug.exportSqlite())))

/** The file as it lies on the disk, also when it is damaged. */
export const exportRaw = async (): Promise<void> =>
  saveFile(
    datedName("raw.sqlite"),
    "application/octet-stream",
    owned(await collect((client) => client.storage.exportRaw())),
  )

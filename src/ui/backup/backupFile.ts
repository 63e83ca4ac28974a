import { pour } from "../client/runtime.ts"

const databaseName = "openchat-backup"
const store = "file"
const key = "chosen"

const answered = <A>(request: IDBRequest<A>) =>
  new Promise<A>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error("The choice of the file could not be kept."))
  })

/** A handle of a file fits into IndexedDB and nowhere else. */
const within = async <A>(
  mode: IDBTransactionMode,
  ask: (files: IDBObjectStore) => IDBRequest<A>,
): Promise<A> => {
  const opening = indexedDB.open(databaseName, 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore(store)
  const database = await answered(opening)
  try {
    return await answered(ask(database.transaction(store, mode).objectStore(store)))
  } finally {
    database.close()
  }
}

export const keepFile = (handle: FileSystemFileHandle) =>
  within("readwrite", (files) => files.put(handle, key))

/** Undefined if none was chosen. */
export const keptFile = async (): Promise<FileSystemFileHandle | undefined> => {
  const found: unknown = await within("readonly", (files) => files.get(key))
  return found instanceof FileSystemFileHandle ? found : undefined
}

const readwrite = { mode: "readwrite" } as const

/** Whether the browser lets the page write to the file without asking. */
export const mayWrite = async (handle: FileSystemFileHandle): Promise<boolean> =>
  handle.queryPermission === undefined || (await handle.queryPermission(readwrite)) === "granted"

/** Asks the person where it must. Call it in answer to a click. */
export const askToWrite = async (handle: FileSystemFileHandle): Promise<boolean> =>
  (await mayWrite(handle)) || (await handle.requestPermission?.(readwrite)) === "granted"

/**
 * Writes the database as an ordinary SQLite file. It takes the place of the former one only when it is whole: until then
 * the browser keeps it beside it.
 */
export const writeBackup = async (handle: FileSystemFileHandle): Promise<void> => {
  const file = await handle.createWritable()
  try {
    await pour(
      (client) => client.debug.exportSqlite(),
      (piece) => file.write(new Uint8Array(piece)),
    )
    await file.close()
  } catch (cause) {
    await file.abort().catch(() => undefined)
    throw cause
  }
}

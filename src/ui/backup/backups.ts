import { createSignal } from "solid-js"
import { exportSqlite } from "../data/exports.ts"
import { datedName } from "../data/saveFile.ts"
import { askToWrite, keepFile, keptFile, mayWrite, writeBackup } from "./backupFile.ts"
import { isDue } from "./backupRules.ts"
import { freshBackupState, rememberBackup } from "./backupState.ts"

/** Held by the tab that writes: one at a time. */
const lock = "openchat-backup"

/** Milliseconds after a failure, in which the page does not try again by itself. */
const rest = 600_000

/** What keeps a backup that is due from being written. */
export type BackupTrouble =
  | { readonly needs: "permission" }
  | { readonly needs: "look"; readonly why: string }

const [trouble, setTrouble] = createSignal<BackupTrouble>()
export const backupTrouble = trouble

/** Whether this browser lets a page write to a file of the person. */
export const canWriteFiles = (): boolean => window.showSaveFilePicker !== undefined

/** What became of a backup that failed, for the person. */
export const backupFailure = (cause: unknown) => {
  if (!(cause instanceof Error)) return "The backup could not be written."
  return cause instanceof DOMException ? `The backup could not be written (${cause.name}).` : cause.message
}

const write = async (handle: FileSystemFileHandle) => {
  await writeBackup(handle)
  rememberBackup({ at: Date.now() })
  setTrouble(undefined)
}

/** Asks for a file and writes to it at once. False if the person chose none. Call it in answer to a click. */
export const chooseFile = async (): Promise<boolean> => {
  const picker = window.showSaveFilePicker
  if (picker === undefined) return false
  let handle: FileSystemFileHandle
  try {
    handle = await picker({
      suggestedName: "openchat-backup.sqlite",
      types: [{ description: "SQLite database", accept: { "application/vnd.sqlite3": [".sqlite"] } }],
    })
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") return false
    throw cause
  }
  await navigator.locks.request(lock, async () => {
    await write(handle)
    // only now: the one before has a backup in it
    await keepFile(handle)
    rememberBackup({ file: handle.name })
  })
  return true
}

/** Writes one now. False if the person does not let the page. Call it in answer to a click. */
export const backUpNow = async (): Promise<boolean> => {
  const handle = await keptFile()
  if (handle === undefined) return chooseFile()
  if (!(await askToWrite(handle))) return false
  await navigator.locks.request(lock, () => write(handle))
  return true
}

/** A backup as a download, which is as good as one in a file. */
export const downloadBackup = async (): Promise<void> => {
  await exportSqlite(datedName("backup.sqlite"))
  rememberBackup({ at: Date.now() })
}

let quietUntil = 0

const writeIfDue = async () => {
  // another tab may just have done it
  if (!isDue(freshBackupState(), Date.now())) return
  const handle = await keptFile()
  if (handle === undefined) {
    rememberBackup({ file: null })
  } else if (await mayWrite(handle)) {
    await write(handle)
  } else {
    setTrouble({ needs: "permission" })
  }
}

/** Writes the backup that is due, in one tab only. Never rejects; what is in its way is told by `backupTrouble`. */
export const backUpIfDue = async (): Promise<void> => {
  if (Date.now() < quietUntil) return
  try {
    await navigator.locks.request(lock, { ifAvailable: true }, (held) =>
      held === null ? undefined : writeIfDue(),
    )
  } catch (cause) {
    quietUntil = Date.now() + rest
    setTrouble({ needs: "look", why: backupFailure(cause) })
  }
}

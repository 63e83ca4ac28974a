import { createSignal } from "solid-js"
import { type BackupState, noBackup, schedules } from "./backupRules.ts"

const key = "openchat:backup"

const read = (): BackupState => {
  try {
    const found: Partial<Record<string, unknown>> = JSON.parse(localStorage.getItem(key) ?? "{}")
    return {
      schedule: schedules.find((it) => it === found["schedule"]) ?? "off",
      file: typeof found["file"] === "string" ? found["file"] : null,
      at: typeof found["at"] === "number" ? found["at"] : null,
    }
  } catch {
    return noBackup
  }
}

const [state, setState] = createSignal(read())

// another tab wrote one
window.addEventListener("storage", (event) => {
  if (event.key === key || event.key === null) setState(read())
})

/** What is remembered of the backups, the same in every tab. */
export const backupState = state

export const rememberBackup = (patch: Partial<BackupState>): void => {
  const next = { ...read(), ...patch }
  setState(next)
  try {
    localStorage.setItem(key, JSON.stringify(next))
  } catch {
    // known until the page is closed
  }
}

/** As it is in every tab by now. */
export const freshBackupState = (): BackupState => setState(read())

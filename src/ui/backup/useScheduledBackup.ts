import { createEffect } from "solid-js"
import type { LocalDatabase } from "../data/useLocalDatabase.ts"
import { clock } from "../shell/clock.ts"
import { backUpIfDue } from "./backups.ts"
import { isDue } from "./backupRules.ts"
import { backupState } from "./backupState.ts"

/** Whether what is in this browser is kept in it, so that there is something to back up. */
export const isKeptHere = ({ status }: Pick<LocalDatabase, "status">): boolean => {
  const kind = status()?.kind
  return kind === "opfs" || kind === "indexeddb"
}

/** Writes a backup whenever one is due while the page is open. */
export const useScheduledBackup = (database: LocalDatabase): void => {
  createEffect(() => {
    const now = clock()()
    if (database.ready() && isKeptHere(database) && isDue(backupState(), now)) void backUpIfDue()
  })
}

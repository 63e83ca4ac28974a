import { createEffect, createMemo, on, onCleanup } from "solid-js"
import { stateOf, type SyncState } from "../../domain/sync/SyncStatus.ts"
import { syncStatus } from "../data/syncStatus.ts"
import { announce } from "../shell/announce.ts"
import { syncWords } from "./syncWords.ts"

/** A network that comes and goes is not told each time. */
const steadyMillis = 2_000

/** What is worth an interruption; the rest passes by itself, or the person did it. */
const news: ReadonlySet<SyncState> = new Set(["offline", "signed-out", "stopped", "refused"])

/** Tells people who do not see the indicator when sync begins to need attention, and when it no longer does. */
export const useSyncNews = (): void => {
  const state = createMemo(() => {
    const status = syncStatus()
    return status && stateOf(status)
  })
  let told: SyncState | undefined
  createEffect(
    on(state, (now) => {
      if (now === undefined) return
      const timer = setTimeout(() => {
        const status = syncStatus()
        const first = told === undefined
        const relieved = told !== undefined && news.has(told) && now === "synced"
        if (news.has(now) || relieved) {
          if (!first && now !== told && status !== undefined)
            announce(`Sync: ${syncWords(status, Date.now())}`)
          told = now
        } else if (now === "synced" || now === "local-only") told = now
      }, steadyMillis)
      onCleanup(() => clearTimeout(timer))
    }),
  )
}

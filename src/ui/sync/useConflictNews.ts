import { createEffect } from "solid-js"
import { openConflicts } from "../data/useConflicts.ts"
import { useSyncSettings } from "../data/useSyncSettings.ts"
import { showToast } from "../shell/toasts.tsx"
import { thingOf } from "./conflictWords.ts"
import { showVersions } from "./versions.ts"

/** Tells a person who wants to be asked that there is something to choose, once for each conflict. */
export const useConflictNews = (): void => {
  const { config } = useSyncSettings()
  let known: Set<string> | undefined
  createEffect(() => {
    const [open, settings] = [openConflicts(), config()]
    if (open === undefined || settings === undefined) return
    const fresh = known === undefined ? [] : open.filter(({ id }) => !known?.has(id))
    known = new Set([...(known ?? []), ...open.map(({ id }) => id)])
    const [newest] = fresh
    if (newest === undefined || settings.conflictPolicy !== "ask") return
    const { entityId, entityType } = newest
    showToast(`${thingOf(newest)} was changed on two devices. Both versions are kept.`, {
      label: "Choose",
      run: () => showVersions({ entityType, entityId }),
    })
  })
}

import { createSignal, Show } from "solid-js"
import IconVersions from "~icons/lucide/git-compare-arrows"
import { openConflicts } from "../data/useConflicts.ts"
import { useSyncSettings } from "../data/useSyncSettings.ts"
import { openDialog } from "../shell/dialogs.ts"
import { thingOf } from "./conflictWords.ts"
import { countOf } from "./countOf.ts"
import { showVersions } from "./versions.ts"

/** Those that the person wants to decide later. A reload of the page asks again. */
const [postponed, setPostponed] = createSignal<ReadonlySet<string>>(new Set())

/**
 * For a person who wants to be asked: stays until everything that two devices changed is decided, one thing after the
 * other, whichever device or tab it is decided on.
 */
export const ConflictBanner = () => {
  const { config } = useSyncSettings()
  const open = () => openConflicts() ?? []
  const newest = () => {
    const isNew = open().some(({ id }) => !postponed().has(id))
    return config()?.conflictPolicy === "ask" && isNew && openDialog() !== "versions" ? open()[0] : undefined
  }
  const things = () => new Set(open().map(({ entityId }) => entityId)).size
  return (
    <Show when={newest()}>
      {(conflict) => (
        <div class="banner" role="status" aria-label="Two versions wait for your choice">
          <IconVersions />
          <p>
            {thingOf(conflict())} was changed on two devices. What is shown now stays until you choose.
            <Show when={things() > 1}> After it, {countOf(things() - 1, "more choice")}.</Show>
          </p>
          <button
            type="button"
            class="button small primary"
            onClick={() => showVersions({ entityType: conflict().entityType, entityId: conflict().entityId })}
          >
            Choose
          </button>
          <button
            type="button"
            class="button small"
            onClick={() => setPostponed(new Set(open().map(({ id }) => id)))}
          >
            Later
          </button>
        </div>
      )}
    </Show>
  )
}

import { createSignal, For, Show } from "solid-js"
import IconCheck from "~icons/lucide/check"
import type { Conflict } from "../../domain/Conflict.ts"
import { useConflicts } from "../data/useConflicts.ts"
import { showFull, showTime } from "../shell/times.ts"
import { settledWords, sideText, whatOf } from "../sync/conflictWords.ts"
import { showVersions } from "../sync/versions.ts"

const firstSettled = 10

const Item = (props: { readonly conflict: Conflict }) => (
  <li class="conflict-row">
    <div class="conflict-head">
      <span class="conflict-what">{whatOf(props.conflict)}</span>
      <time title={showFull(props.conflict.createdAt)}>{showTime(props.conflict.createdAt)}</time>
      <Show
        when={settledWords(props.conflict)}
        fallback={
          <button
            type="button"
            class="button small"
            onClick={() =>
              showVersions({ entityType: props.conflict.entityType, entityId: props.conflict.entityId })
            }
          >
            Compare
          </button>
        }
      >
        {(words) => (
          <span class="badge">
            <IconCheck /> {words()}
          </span>
        )}
      </Show>
    </div>
    <dl class="conflict-sides">
      <div>
        <dt>Local</dt>
        <dd dir="auto">{sideText(props.conflict, "local")}</dd>
      </div>
      <div>
        <dt>Cloud</dt>
        <dd dir="auto">{sideText(props.conflict, "cloud")}</dd>
      </div>
    </dl>
  </li>
)

/** What two devices changed, each without knowing of the other: what waits for a choice, and what was settled. */
export const ConflictList = () => {
  const list = useConflicts()
  const [all, setAll] = createSignal(false)
  const shown = () => {
    const open = list.conflicts.filter(({ resolvedAt }) => resolvedAt === null).length
    return all() ? list.conflicts : list.conflicts.slice(0, open + firstSettled)
  }
  return (
    <section class="setting">
      <h2 class="setting-name" id="conflicts-title">
        Conflicts
      </h2>
      <Show
        when={list.conflicts.length > 0}
        fallback={
          <p class="setting-hint">
            None so far. When two devices change the same thing, both versions are kept here.
          </p>
        }
      >
        <ul class="conflict-list" aria-labelledby="conflicts-title">
          <For each={shown()}>{(conflict) => <Item conflict={conflict} />}</For>
        </ul>
        <Show when={shown().length < list.conflicts.length}>
          <button type="button" class="button quiet" onClick={() => setAll(true)}>
            Show older ones
          </button>
        </Show>
      </Show>
    </section>
  )
}

import { createSignal, For, Show } from "solid-js"
import type { EventId } from "../../domain/Ids.ts"
import { parseTimestamp } from "../../domain/Timestamp.ts"
import { useRefused } from "../data/useRefused.ts"
import { announce } from "../shell/announce.ts"
import { ConfirmDialog } from "../shell/ConfirmDialog.tsx"
import { copyText } from "../shell/copyText.ts"
import { showFull, showTime } from "../shell/times.ts"
import { showFailure } from "../shell/toasts.ts"

/** S4: what the server will never take, with its text, until the person gives it up. */
export const RefusedList = () => {
  const list = useRefused()
  const [discarding, setDiscarding] = createSignal<EventId>()
  return (
    <Show when={list.changes.length > 0}>
      <section class="setting">
        <h2 class="setting-name" id="refused-title">
          Refused changes
        </h2>
        <p class="setting-hint">
          The server will not take these. What they said is kept here until you discard it.
        </p>
        <ul class="refused-list" aria-labelledby="refused-title">
          <For each={list.changes}>
            {(change) => (
              <li class="refused-row">
                <p class="refused-reason">
                  <span>
                    {change.event.entityType} {change.event.operation}:{" "}
                    {change.event.reason ?? "no reason was given"}
                  </span>
                  <time title={showFull(parseTimestamp(change.event.timestamp).millis)}>
                    {showTime(parseTimestamp(change.event.timestamp).millis)}
                  </time>
                </p>
                <p class="refused-text" dir="auto">
                  {change.text}
                </p>
                <div class="actions">
                  <button type="button" class="button small" onClick={() => copyText(change.text)}>
                    Copy
                  </button>
                  <button
                    type="button"
                    class="button small danger"
                    onClick={() => setDiscarding(change.event.id)}
                  >
                    Discard
                  </button>
                </div>
              </li>
            )}
          </For>
        </ul>
        <Show when={discarding()}>
          {(id) => (
            <ConfirmDialog
              title="Discard this change?"
              confirm="Discard"
              danger
              onConfirm={() => {
                list.discard(id(), showFailure)
                announce("Discarded")
                setDiscarding(undefined)
              }}
              onClose={() => setDiscarding(undefined)}
            >
              <p>Its text exists nowhere else and does not come back.</p>
            </ConfirmDialog>
          )}
        </Show>
      </section>
    </Show>
  )
}

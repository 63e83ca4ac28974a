import { For } from "solid-js"
import type { SyncEvent } from "../../domain/SyncEvent.ts"
import { parseTimestamp } from "../../domain/Timestamp.ts"
import { showFull, showTime } from "../shell/times.ts"

/** The last changes, newest first, as the outbox keeps them. */
export const DebugEvents = (props: { readonly events: ReadonlyArray<SyncEvent> }) => (
  <section>
    <h2 class="setting-name">Last changes</h2>
    <div class="table-scroller" role="region" aria-label="Last changes" tabindex="0">
      <table class="debug-table">
        <thead>
          <tr>
            <th scope="col">Number</th>
            <th scope="col">Time</th>
            <th scope="col">What</th>
            <th scope="col">Id</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          <For
            each={props.events}
            fallback={
              <tr>
                <td colspan="5">Nothing has been changed yet.</td>
              </tr>
            }
          >
            {(event) => (
              <tr>
                <td>{event.number}</td>
                <td title={showFull(parseTimestamp(event.timestamp).millis)}>
                  {showTime(parseTimestamp(event.timestamp).millis)}
                </td>
                <td>
                  {event.entityType} {event.operation}
                </td>
                <td>
                  <code>{event.entityId}</code>
                </td>
                <td>{event.outcome ?? (event.synced ? "synced" : "pending")}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  </section>
)

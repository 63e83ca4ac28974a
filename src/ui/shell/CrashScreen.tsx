import { reloadIntoNewest } from "../client/updates.ts"
import { Mark } from "./Mark.tsx"

/** Instead of a blank page when the page itself is broken. The data is in the worker and not touched by it. */
export const CrashScreen = (props: { readonly error: unknown; readonly retry: () => void }) => (
  <main class="full-page" role="alert">
    <div class="full-page-card">
      <Mark />
      <h1>This page stopped working</h1>
      <p>Your chats are safe: they are kept apart from the page. Try again, or reload.</p>
      <div class="actions">
        <button type="button" class="button primary" onClick={reloadIntoNewest}>
          Reload
        </button>
        <button type="button" class="button" onClick={() => props.retry()}>
          Try again
        </button>
      </div>
      <details>
        <summary>Details</summary>
        <pre class="details" tabindex="0">
          {props.error instanceof Error ? (props.error.stack ?? props.error.message) : String(props.error)}
        </pre>
      </details>
    </div>
  </main>
)

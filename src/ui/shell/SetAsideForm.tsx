import { createSignal } from "solid-js"

/** Typed by hand, since it cannot be undone from within the page. */
const confirmation = "begin anew"

export const SetAsideForm = (props: { readonly busy: boolean; readonly onConfirm: () => void }) => {
  const [typed, setTyped] = createSignal("")
  return (
    <form
      class="set-aside"
      onSubmit={(event) => {
        event.preventDefault()
        props.onConfirm()
      }}
    >
      <h2>Set aside and begin anew</h2>
      <p>
        The file is kept under another name, and you go on with what can be read of it, which may be nothing.
        Save a copy first. To confirm, type <strong>{confirmation}</strong>.
      </p>
      <div class="actions">
        <input
          class="field"
          aria-label={`Type “${confirmation}” to confirm`}
          autocomplete="off"
          value={typed()}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <button
          type="submit"
          class="button danger"
          disabled={props.busy || typed().trim().toLowerCase() !== confirmation}
        >
          Set aside and begin anew
        </button>
      </div>
    </form>
  )
}

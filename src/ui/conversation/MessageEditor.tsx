import { onMount } from "solid-js"
import { isSendKey } from "./isSendKey.ts"

interface Props {
  readonly text: string
  readonly onInput: (text: string) => void
  readonly onSave: () => void
  readonly onCancel: () => void
}

/** A message as a field, in its place. What it was before stays as the version before. */
export const MessageEditor = (props: Props) => {
  let field: HTMLTextAreaElement | undefined
  onMount(() => {
    field?.focus({ preventScroll: true })
    field?.setSelectionRange(field.value.length, field.value.length)
  })
  return (
    <form
      class="message-editor"
      onSubmit={(event) => {
        event.preventDefault()
        props.onSave()
      }}
    >
      <textarea
        ref={field}
        aria-label="Edit message"
        rows={1}
        dir="auto"
        value={props.text}
        onInput={(event) => props.onInput(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (isSendKey(event)) {
            event.preventDefault()
            props.onSave()
          } else if (event.key === "Escape" && !event.isComposing) {
            event.stopPropagation()
            props.onCancel()
          }
        }}
      />
      <div class="actions">
        <button type="button" class="button small" onClick={() => props.onCancel()}>
          Cancel
        </button>
        <button type="submit" class="button small primary" disabled={props.text.trim() === ""}>
          Save
        </button>
      </div>
    </form>
  )
}

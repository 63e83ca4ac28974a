import { onMount } from "solid-js"
import { maxTitleLength } from "../../domain/Text.ts"

interface Props {
  readonly title: string
  readonly onDone: (title: string) => void
  readonly onCancel: () => void
}

/** The title as a field, in the place of the title. Enter and leaving it save, Escape does not. */
export const TitleEditor = (props: Props) => {
  let field: HTMLInputElement | undefined
  let settled = false
  // leaving the page takes the field away, which is a blur too
  const settle = (title: string | null) => {
    if (settled) return
    settled = true
    if (title === null) props.onCancel()
    else props.onDone(title)
  }
  onMount(() => {
    field?.focus()
    field?.select()
  })
  return (
    <input
      ref={field}
      class="title-editor"
      aria-label="Chat title"
      value={props.title}
      maxlength={maxTitleLength}
      onKeyDown={(event) => {
        if (event.isComposing) return
        if (event.key === "Enter") settle(event.currentTarget.value)
        if (event.key === "Escape") {
          event.stopPropagation()
          settle(null)
        }
      }}
      onBlur={(event) => settle(event.currentTarget.value)}
    />
  )
}

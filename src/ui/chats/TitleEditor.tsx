import { createSignal, onMount, Show } from "solid-js"
import { describe } from "../../domain/errors/AppError.ts"
import { InvalidInput } from "../../domain/errors/InputErrors.ts"
import { titleProblem } from "../../domain/Text.ts"

interface Props {
  readonly title: string
  /** What the field is called, if it is not a chat's. */
  readonly label?: string
  readonly onDone: (title: string) => void
  readonly onCancel: () => void
}

const sentence = (problem: string) => describe(new InvalidInput({ issues: [{ path: "title", problem }] }))

/**
 * The title as a field, in the place of the title. Enter and leaving it save, Escape does not. One that cannot be
 * saved stays in the field, with the reason below.
 */
export const TitleEditor = (props: Props) => {
  let field: HTMLInputElement | undefined
  let settled = false
  const [problem, setProblem] = createSignal<string>()
  // leaving the page takes the field away, which is a blur too
  const settle = (title: string | null) => {
    if (settled) return
    const wrong = title === null || title.trim() === "" ? undefined : titleProblem(title)
    if (wrong !== undefined) {
      setProblem(sentence(wrong))
      return
    }
    settled = true
    if (title === null || title.trim() === "") props.onCancel()
    else props.onDone(title)
  }
  onMount(() => {
    field?.focus()
    field?.select()
  })
  return (
    <div class="title-edit">
      <input
        ref={field}
        class="title-editor"
        aria-label={props.label ?? "Chat title"}
        aria-invalid={problem() !== undefined}
        aria-describedby="title-problem"
        value={props.title}
        onInput={() => setProblem(undefined)}
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
      <Show when={problem()}>
        {(text) => (
          <p id="title-problem" class="title-problem" role="alert">
            {text()}
          </p>
        )}
      </Show>
    </div>
  )
}

import { createUniqueId, type JSX, Show } from "solid-js"

interface Props {
  readonly label: string
  readonly value: string
  readonly onInput: (text: string) => void
  readonly onBlur?: () => void
  readonly hint?: string
  readonly problem?: string | undefined
  readonly type?: "text" | "url" | "password"
  readonly inputmode?: "decimal" | "numeric" | "url"
  readonly placeholder?: string
  readonly maxlength?: number
  readonly name?: string
  readonly ref?: (element: HTMLInputElement) => void
  /** Beside the field. */
  readonly children?: JSX.Element
}

/** A field with its label, a line about it, and what is wrong with it. */
export const TextField = (props: Props) => {
  const id = createUniqueId()
  const describedBy = () => {
    const ids = [
      ...(props.problem === undefined ? [] : [`${id}-problem`]),
      ...(props.hint === undefined ? [] : [`${id}-hint`]),
    ]
    return ids.length === 0 ? undefined : ids.join(" ")
  }
  return (
    <div class="labelled">
      <label for={id}>{props.label}</label>
      <div class="labelled-row">
        <input
          ref={(element) => props.ref?.(element)}
          id={id}
          class="field"
          type={props.type ?? "text"}
          inputmode={props.inputmode}
          name={props.name}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          maxlength={props.maxlength}
          placeholder={props.placeholder}
          value={props.value}
          aria-invalid={props.problem !== undefined}
          aria-describedby={describedBy()}
          onInput={(event) => props.onInput(event.currentTarget.value)}
          onBlur={() => props.onBlur?.()}
        />
        {props.children}
      </div>
      <Show when={props.problem}>
        {(text) => (
          <p id={`${id}-problem`} class="problem" role="alert">
            {text()}
          </p>
        )}
      </Show>
      <Show when={props.hint}>
        {(text) => (
          <p id={`${id}-hint`} class="field-hint">
            {text()}
          </p>
        )}
      </Show>
    </div>
  )
}

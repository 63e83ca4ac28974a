import { createSignal, createUniqueId, onMount, Show } from "solid-js"
import type { PromptId } from "../../domain/Ids.ts"
import { maxContentBytes, utf8Bytes } from "../../domain/Text.ts"
import type { Failure } from "../client/Failure.ts"
import { usePrompts } from "../data/usePrompts.ts"
import { announce } from "../shell/announce.ts"
import { showUndo } from "../shell/toasts.ts"
import { type Form, isChanged, type PromptEntry, promptForms } from "./openForms.ts"
import { TextField } from "./TextField.tsx"

interface Props {
  readonly id: PromptId
  readonly form: Form<PromptEntry>
  readonly onClose: () => void
}

const nameProblem = ({ name }: PromptEntry) => (name.trim() === "" ? "Give it a name." : undefined)

const contentProblem = ({ content }: PromptEntry) => {
  if (content.trim() === "") return "Type what the model should know."
  return utf8Bytes(content) > maxContentBytes ? "That is too long for one prompt." : undefined
}

/** A prompt, to be typed. */
export const PromptForm = (props: Props) => {
  const { put } = usePrompts()
  const fieldId = createUniqueId()
  const [tried, setTried] = createSignal(false)
  const [busy, setBusy] = createSignal(false)
  const [failure, setFailure] = createSignal<string>()
  let form: HTMLFormElement | undefined
  let first: HTMLInputElement | undefined
  onMount(() => {
    if (!isChanged(props.form)) first?.focus()
  })
  const entry = () => props.form.entry
  const problem = (find: (entry: PromptEntry) => string | undefined) => (tried() ? find(entry()) : undefined)

  const save = () => {
    if (busy()) return
    setTried(true)
    setFailure(undefined)
    const wrong = nameProblem(entry()) ?? contentProblem(entry())
    if (wrong !== undefined) {
      return queueMicrotask(() => form?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus())
    }
    setBusy(true)
    const id = props.id
    const saved = () => {
      props.onClose()
      promptForms.close(id)
      announce("Saved")
    }
    const failed = ({ sentence }: Failure) => {
      setBusy(false)
      setFailure(sentence)
    }
    put({ id, name: entry().name.trim(), content: entry().content }, saved, failed)
  }
  const cancel = () => {
    const id = props.id
    const form = promptForms.of(id)
    props.onClose()
    promptForms.close(id)
    if (form === undefined || !isChanged(form)) return
    showUndo("Your changes were not saved.", () => promptForms.put(id, form))
  }
  return (
    <form
      ref={form}
      class="panel provider-form"
      novalidate
      aria-label={props.form.isNew ? "New prompt" : props.form.saved.name}
      aria-busy={busy()}
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <TextField
        ref={(element) => (first = element)}
        label="Name"
        maxlength={200}
        value={entry().name}
        problem={problem(nameProblem)}
        onInput={(name) => promptForms.type(props.id, { name })}
      />
      <div class="labelled">
        <label for={fieldId}>Prompt</label>
        <textarea
          id={fieldId}
          class="field prompt-text"
          rows={6}
          dir="auto"
          value={entry().content}
          aria-invalid={problem(contentProblem) !== undefined}
          aria-describedby={`${fieldId}-problem`}
          onInput={(event) => promptForms.type(props.id, { content: event.currentTarget.value })}
        />
        <div id={`${fieldId}-problem`} role="alert">
          <Show when={problem(contentProblem)}>{(text) => <p class="problem">{text()}</p>}</Show>
        </div>
      </div>
      <Show when={failure()}>
        {(text) => (
          <p class="problem" role="alert">
            {text()}
          </p>
        )}
      </Show>
      <div class="actions">
        <button type="submit" class="button primary" aria-disabled={busy()}>
          Save
        </button>
        <button type="button" class="button" onClick={cancel}>
          Cancel
        </button>
      </div>
    </form>
  )
}

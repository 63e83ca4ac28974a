import { createSignal, createUniqueId, onMount, Show } from "solid-js"
import type { ProviderRow } from "../../domain/assistant/Provider.ts"
import type { ProviderId } from "../../domain/Ids.ts"
import type { Failure } from "../client/Failure.ts"
import { announce } from "../shell/announce.ts"
import { KeyField } from "./KeyField.tsx"
import { ModelField } from "./ModelField.tsx"
import { loadModels } from "./modelLists.ts"
import { type Form, isChanged, providerForms } from "./openForms.ts"
import { ParameterFields } from "./ParameterFields.tsx"
import {
  entryProblems,
  type ProviderEntry,
  type ProviderField,
  type ProviderProblems,
} from "./providerEntry.ts"
import { fillInModel, isSavable, isUnsaved, leaveProvider, saveProvider } from "./saveProvider.ts"
import { TextField } from "./TextField.tsx"

interface Props {
  readonly id: ProviderId
  readonly form: Form<ProviderEntry>
  /** As it is saved; undefined while it is new. */
  readonly row: ProviderRow | undefined
  readonly onClose: () => void
}

/** What a provider is, to be typed. Nothing of it is saved before it is right. */
export const ProviderForm = (props: Props) => {
  const formId = createUniqueId()
  const [left, setLeft] = createSignal<ReadonlySet<string>>(new Set())
  const [tried, setTried] = createSignal(false)
  const [busy, setBusy] = createSignal(false)
  const [failure, setFailure] = createSignal<string>()
  let form: HTMLFormElement | undefined
  let first: HTMLInputElement | undefined

  onMount(() => {
    // one that a reload has brought back does not take the focus
    if (!isChanged(props.form)) first?.focus()
  })
  const entry = () => props.form.entry
  const wasRight = (field: string) => !(field in entryProblems(props.form.saved))
  /** Not of a field that somebody is still to fill in. */
  const problems = (): ProviderProblems =>
    Object.fromEntries(
      Object.entries(entryProblems(entry())).filter(
        ([field]) => tried() || left().has(field) || wasRight(field),
      ),
    )
  const type = (field: ProviderField, text: string) => providerForms.type(props.id, { [field]: text })
  const leave = (field: ProviderField) => setLeft((all) => new Set(all).add(field))
  const isKept = () => props.row !== undefined

  const save = (done: () => void) => {
    if (busy()) return
    setTried(true)
    setFailure(undefined)
    if (!isSavable(props.id, entry())) {
      return queueMicrotask(() => form?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus())
    }
    setBusy(true)
    const saved = () => {
      setBusy(false)
      done()
    }
    const failed = ({ sentence }: Failure) => {
      setBusy(false)
      setFailure(sentence)
    }
    saveProvider(props.id, entry(), saved, failed)
  }
  const submit = () => {
    const asks = !isKept() && entry().model.trim() === ""
    const done = () => {
      const id = props.id
      props.onClose()
      providerForms.close(id)
      announce("Saved")
      if (asks) loadModels(id)
    }
    save(done)
  }
  const load = () => {
    const id = props.id
    const ask = () => {
      const form = providerForms.of(id)
      if (form !== undefined) providerForms.put(id, { ...form, saved: form.entry })
      loadModels(id, (models) => fillInModel(id, models))
    }
    if (isKept() && !isUnsaved(id)) ask()
    else save(ask)
  }
  const cancel = () => {
    const id = props.id
    props.onClose()
    leaveProvider(id)
  }
  return (
    <form
      ref={form}
      class="panel provider-form"
      novalidate
      aria-labelledby={`${formId}-title`}
      aria-busy={busy()}
      // a form that is sent before the page listens must not put a key into an address
      method="post"
      // a press would leave the field, say what is wrong with it, and so move the button away before the click
      onMouseDown={(event) => {
        if (event.target instanceof Element && event.target.closest("button") !== null) event.preventDefault()
      }}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <h3 id={`${formId}-title`} class="provider-form-title">
        {props.form.isNew ? "New provider" : props.form.saved.name}
      </h3>
      <TextField
        ref={(element) => (first = element)}
        label="Name"
        maxlength={200}
        value={entry().name}
        problem={problems().name}
        onInput={(text) => type("name", text)}
        onBlur={() => leave("name")}
      />
      <Show
        when={entry().kind === "openai"}
        fallback={
          <p class="setting-hint">
            {entry().kind === "server"
              ? "The server that this page came from passes your messages on. Whoever runs it has connected it to a provider and holds the key."
              : "The model that is built into this browser."}
          </p>
        }
      >
        <TextField
          label="Address"
          type="url"
          inputmode="url"
          maxlength={2_000}
          placeholder="https://…/v1"
          hint="Up to /v1, without what comes after it."
          value={entry().baseUrl}
          problem={problems().baseUrl}
          onInput={(text) => type("baseUrl", text)}
          onBlur={() => leave("baseUrl")}
        />
        <KeyField id={props.id} ending={props.row?.keyEnding ?? null} />
      </Show>
      <ModelField
        id={props.id}
        value={entry().model}
        models={props.row?.models ?? []}
        onInput={(text) => type("model", text)}
        load={!isKept() || isUnsaved(props.id) ? "Save and load models" : "Load models"}
        onLoad={load}
      />
      <ParameterFields entry={entry()} problems={problems()} onInput={type} onBlur={leave} />
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
          {!isKept() || isUnsaved(props.id) ? "Cancel" : "Close"}
        </button>
      </div>
    </form>
  )
}

import { createEffect, createSignal, For } from "solid-js"
import type { ProviderEntry, ProviderField, ProviderProblems } from "./providerEntry.ts"
import { TextField } from "./TextField.tsx"

const fields = [
  {
    field: "contextTokens",
    label: "Context size",
    hint: "Tokens that the model reads at once, its reply included. Older messages that do not fit are left out, and the chat says so.",
    inputmode: "numeric",
  },
  {
    field: "maxTokens",
    label: "Longest reply",
    hint: "Tokens after which a reply is cut off. A token is about three quarters of a word.",
    inputmode: "numeric",
  },
  {
    field: "temperature",
    label: "Temperature",
    hint: "From 0 to 2. Low keeps to the likely words, high surprises.",
    inputmode: "decimal",
  },
  {
    field: "topP",
    label: "Top p",
    hint: "From 0 to 1. Leaves out words less likely than the rest. Change this or the temperature, not both.",
    inputmode: "decimal",
  },
] as const satisfies ReadonlyArray<{ readonly field: ProviderField; [name: string]: string }>

interface Props {
  readonly entry: ProviderEntry
  readonly problems: ProviderProblems
  readonly onInput: (field: ProviderField, text: string) => void
  readonly onBlur: (field: ProviderField) => void
}

const names: ReadonlySet<string> = new Set(fields.map(({ field }) => field))

/** What is sent along with each request. An empty field leaves it to the provider. */
export const ParameterFields = (props: Props) => {
  const [open, setOpen] = createSignal(false)
  // nobody looks for a mistake behind something that is closed
  createEffect(() => {
    if (Object.keys(props.problems).some((field) => names.has(field))) setOpen(true)
  })
  return (
    <details class="parameters" open={open()} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Parameters</summary>
      <div class="parameter-fields">
        <For each={fields}>
          {({ field, hint, inputmode, label }) => (
            <TextField
              label={label}
              hint={hint}
              inputmode={inputmode}
              placeholder={field === "contextTokens" ? "" : "The provider decides"}
              value={props.entry[field]}
              problem={props.problems[field]}
              onInput={(text) => props.onInput(field, text)}
              onBlur={() => props.onBlur(field)}
            />
          )}
        </For>
      </div>
    </details>
  )
}

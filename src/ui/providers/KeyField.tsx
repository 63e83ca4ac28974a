import { createSignal, Match, Show, Switch } from "solid-js"
import type { ProviderId } from "../../domain/Ids.ts"
import { keyProblem } from "./providerEntry.ts"
import { TextField } from "./TextField.tsx"
import { changeKey, keyChange } from "./typedKeys.ts"

const stays = "Stays on this device: it is never synced, and in no export and no backup."

interface Props {
  readonly id: ProviderId
  /** Of the key that is saved; null if there is none. */
  readonly ending: string | null
}

/** The key of a provider. What is saved is never shown again, but for its last characters. */
export const KeyField = (props: Props) => {
  const [wanted, setWanted] = createSignal(false)
  const change = () => keyChange(props.id)
  const typed = () => {
    const it = change()
    return it._tag === "Replace" ? it.key : ""
  }
  const keep = () => {
    changeKey(props.id, { _tag: "Keep" })
    setWanted(false)
  }
  const replace = () => {
    changeKey(props.id, { _tag: "Replace", key: "" })
    setWanted(true)
  }
  return (
    <Switch
      fallback={
        <TextField
          ref={(element) => wanted() && queueMicrotask(() => element.focus())}
          label={props.ending === null ? "Key" : "New key"}
          type="password"
          name="provider-key"
          value={typed()}
          onInput={(key) => changeKey(props.id, { _tag: "Replace", key })}
          problem={keyProblem(typed())}
          hint={props.ending === null ? `Only where the provider asks for one. ${stays}` : stays}
        >
          <Show when={props.ending !== null}>
            <button type="button" class="button" onClick={keep}>
              Keep the old one
            </button>
          </Show>
        </TextField>
      }
    >
      <Match when={props.ending !== null && change()._tag === "Remove"}>
        <div class="labelled" role="group" aria-label="Key">
          <span>Key</span>
          <div class="labelled-row">
            <p class="key-state">Is removed when you save.</p>
            <button type="button" class="button" onClick={keep}>
              Keep it
            </button>
          </div>
        </div>
      </Match>
      <Match when={props.ending !== null && change()._tag === "Keep"}>
        <div class="labelled" role="group" aria-label="Key">
          <span>Key</span>
          <div class="labelled-row">
            <p class="key-state">{props.ending === "" ? "There is one." : `Ends in ${props.ending}`}</p>
            <button type="button" class="button" onClick={replace}>
              Replace
            </button>
            <button type="button" class="button" onClick={() => changeKey(props.id, { _tag: "Remove" })}>
              Remove
            </button>
          </div>
          <p class="field-hint">{stays}</p>
        </div>
      </Match>
    </Switch>
  )
}

import { RadioGroup } from "@kobalte/core/radio-group"
import { For, Show } from "solid-js"
import { overWhole } from "../shell/ChoiceCard.tsx"
import type { Preference } from "./preference.ts"

interface Props<V extends string> {
  readonly of: Preference<V>
  readonly name: string
  readonly hint?: string
  readonly options: Readonly<Record<V, string>>
  /** In another order than that of the values. */
  readonly order?: ReadonlyArray<V>
}

/** A few short choices side by side. */
export const SegmentedChoice = <V extends string>(props: Props<V>) => (
  <RadioGroup
    class="setting"
    value={props.of.chosen()}
    onChange={(chosen) => {
      const value = props.of.values.find((it) => it === chosen)
      if (value !== undefined) props.of.choose(value)
    }}
  >
    <RadioGroup.Label class="setting-name">{props.name}</RadioGroup.Label>
    <Show when={props.hint}>
      {(hint) => <RadioGroup.Description class="setting-hint">{hint()}</RadioGroup.Description>}
    </Show>
    <div class="segments">
      <For each={props.order ?? props.of.values}>
        {(value) => (
          <RadioGroup.Item class="segment" value={value}>
            <RadioGroup.ItemInput class="segment-input" style={overWhole} />
            <RadioGroup.ItemLabel class="segment-label">{props.options[value]}</RadioGroup.ItemLabel>
          </RadioGroup.Item>
        )}
      </For>
    </div>
  </RadioGroup>
)

import { For } from "solid-js"
import { type Preset, presets } from "./presets.ts"

/** What can be connected, to begin with. */
export const PresetChoice = (props: { readonly onChoose: (preset: Preset) => void }) => (
  <ul class="preset-list" aria-label="What to connect">
    <For each={presets}>
      {(preset) => (
        <li>
          <button type="button" class="preset" onClick={() => props.onChoose(preset)}>
            <span class="preset-name">{preset.name}</span>
            <span class="preset-place">{preset.place}</span>
          </button>
        </li>
      )}
    </For>
  </ul>
)

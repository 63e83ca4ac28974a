import { createSignal, For, onMount } from "solid-js"
import { hasBrowserModel } from "../data/lendBrowserModel.ts"
import { browserPreset, type Preset, presets } from "./presets.ts"

/** What can be connected, to begin with. */
export const PresetChoice = (props: { readonly onChoose: (preset: Preset) => void }) => {
  const [inBrowser, setInBrowser] = createSignal(false)
  onMount(() => void hasBrowserModel().then(setInBrowser, () => {}))
  return (
    <ul class="preset-list" aria-label="What to connect">
      <For each={inBrowser() ? [...presets, browserPreset] : presets}>
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
}

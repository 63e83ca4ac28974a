import { RadioGroup } from "@kobalte/core/radio-group"
import { createEffect, createSignal, For, on, Show } from "solid-js"
import { useDevice } from "../data/useDevice.ts"
import { announce } from "../shell/announce.ts"
import { overWhole } from "../shell/ChoiceCard.tsx"
import { showDialog } from "../shell/dialogs.ts"
import { chooseTheme, currentTheme, themes } from "../shell/theme.ts"
import { showFailure } from "../shell/toasts.tsx"

const themeNames = { system: "System", light: "Light", dark: "Dark" } as const

const ThemeChoice = () => (
  <RadioGroup
    class="setting"
    value={currentTheme()}
    onChange={(value) => {
      const theme = themes.find((it) => it === value)
      if (theme !== undefined) chooseTheme(theme)
    }}
  >
    <RadioGroup.Label class="setting-name">Theme</RadioGroup.Label>
    <div class="segments">
      <For each={themes}>
        {(theme) => (
          <RadioGroup.Item class="segment" value={theme}>
            <RadioGroup.ItemInput class="segment-input" style={overWhole} />
            <RadioGroup.ItemLabel class="segment-label">{themeNames[theme]}</RadioGroup.ItemLabel>
          </RadioGroup.Item>
        )}
      </For>
    </div>
  </RadioGroup>
)

const DeviceName = () => {
  const { device, rename } = useDevice()
  const [name, setName] = createSignal("")
  createEffect(
    on(
      () => device()?.name,
      (stored) => setName(stored ?? ""),
    ),
  )
  const changed = () => name().trim() !== "" && name().trim() !== device()?.name
  return (
    <form
      class="setting"
      onSubmit={(event) => {
        event.preventDefault()
        if (!changed()) return
        rename(name().trim(), showFailure)
        announce("Saved")
      }}
    >
      <label class="setting-name" for="device-name">
        Name of this device
      </label>
      <p class="setting-hint">Other devices will show your changes under this name.</p>
      <div class="actions">
        <input
          id="device-name"
          class="field"
          autocomplete="off"
          disabled={device() === undefined}
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <Show when={changed()}>
          <button type="submit" class="button primary">
            Save
          </button>
        </Show>
      </div>
    </form>
  )
}

export const GeneralSettings = () => (
  <>
    <ThemeChoice />
    <DeviceName />
    <section class="setting">
      <h2 class="setting-name">Keyboard</h2>
      <p class="setting-hint">Everything can be done without a mouse.</p>
      <div class="actions">
        <button type="button" class="button" onClick={() => showDialog("shortcuts")}>
          Show keyboard shortcuts
        </button>
      </div>
    </section>
    <p class="setting-version">OpenChat {import.meta.env.VITE_APP_VERSION}</p>
  </>
)

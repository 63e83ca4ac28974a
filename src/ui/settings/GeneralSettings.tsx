import { printed } from "../actions/bindings.ts"
import { isMac } from "../actions/keymap.ts"
import { createEffect, createSignal, on, Show } from "solid-js"
import { useDevice } from "../data/useDevice.ts"
import { sendKeyWords, spokenReplyWords } from "../preferences/preferenceWords.ts"
import { ScrollingChoice } from "../preferences/ScrollingChoice.tsx"
import { SegmentedChoice } from "../preferences/SegmentedChoice.tsx"
import { sendKey, spokenReply } from "../preferences/ways.ts"
import { announce } from "../shell/announce.ts"
import { showDialog } from "../shell/dialogs.ts"
import { showFailure } from "../shell/toasts.ts"

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
    <DeviceName />
    <SegmentedChoice
      of={sendKey}
      name={sendKeyWords.name}
      hint={sendKeyWords.hint}
      options={sendKeyWords.options(printed("$mod", isMac).join(""))}
    />
    <ScrollingChoice />
    <SegmentedChoice of={spokenReply} {...spokenReplyWords} />
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

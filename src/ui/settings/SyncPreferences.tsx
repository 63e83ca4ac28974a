import { RadioGroup } from "@kobalte/core/radio-group"
import { For, Show } from "solid-js"
import type { SyncConfig } from "../../domain/SyncConfig.ts"
import type { Failure } from "../client/Failure.ts"
import { useSyncSettings } from "../data/useSyncSettings.ts"
import { ChoiceCard } from "../shell/ChoiceCard.tsx"
import { showFailure } from "../shell/toasts.ts"
import { intervalName, intervalsWith } from "../sync/intervals.ts"

/** When sync runs and who settles a conflict: the same on every device of the person. */
export const SyncPreferences = (props: { readonly config: SyncConfig }) => {
  const { startAutoSync, stopAutoSync, update } = useSyncSettings()
  let automatic: HTMLInputElement | undefined
  const failed = (failure: Failure) => {
    // a box shows what was clicked, whatever became of it
    if (automatic !== undefined) automatic.checked = props.config.autoSync
    showFailure(failure)
  }
  return (
    <>
      <section class="setting">
        <h2 class="setting-name">When to sync</h2>
        <label class="switch">
          <input
            ref={automatic}
            type="checkbox"
            role="switch"
            checked={props.config.autoSync}
            onChange={(event) => (event.currentTarget.checked ? startAutoSync : stopAutoSync)(failed)}
          />
          <span>Automatic sync</span>
        </label>
        <p class="setting-hint">
          Changes travel at once while the server can be reached. Without it they wait for “Sync now”.
        </p>
        <Show when={props.config.autoSync}>
          <label class="labelled interval">
            <span>Interval</span>
            <select
              class="field"
              onChange={(event) => update({ intervalMs: Number(event.currentTarget.value) }, showFailure)}
            >
              <For each={intervalsWith(props.config.intervalMs)}>
                {(millis) => (
                  <option value={millis} selected={millis === props.config.intervalMs}>
                    {intervalName(millis)}
                  </option>
                )}
              </For>
            </select>
          </label>
          <p class="setting-hint">How often to look, besides, when the server says nothing by itself.</p>
        </Show>
      </section>
      <RadioGroup
        class="setting"
        value={props.config.conflictPolicy}
        onChange={(value) => update({ conflictPolicy: value === "ask" ? "ask" : "automatic" }, showFailure)}
      >
        <RadioGroup.Label class="setting-name">When two devices change the same text</RadioGroup.Label>
        <div class="choice-cards two">
          <ChoiceCard
            value="automatic"
            label="Settle it automatically"
            description="One version is shown at once. The other is kept, one click away."
          />
          <ChoiceCard
            value="ask"
            label="Ask me"
            description="One version is shown meanwhile. A notice stays on every page, on all devices, until you have chosen or merged."
          />
        </div>
      </RadioGroup>
    </>
  )
}

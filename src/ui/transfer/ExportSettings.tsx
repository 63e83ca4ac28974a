import { createSignal, Show } from "solid-js"
import { announce } from "../shell/announce.ts"
import { showToast } from "../shell/toasts.ts"
import { canSaveTo, downloadChats, saveChats } from "./exportChats.ts"
import { createChoice, ExportFields } from "./ExportFields.tsx"
import {
  downloadedText,
  exportAllLabel,
  exportFailed,
  exportHint,
  exportTitle,
  saveAsLabel,
  savedText,
} from "./exportWords.ts"
import "./transfer.css"

/** All chats as files. */
export const ExportSettings = () => {
  const [choice, setChoice] = createChoice("openchat")
  const [busy, setBusy] = createSignal(false)
  const run = async (step: () => Promise<string | undefined>) => {
    setBusy(true)
    try {
      const said = await step()
      if (said !== undefined) announce(said)
    } catch (cause) {
      showToast(cause instanceof Error ? cause.message : exportFailed)
    }
    setBusy(false)
  }
  const request = () => ({ ...choice(), chatIds: null })
  const download = () =>
    run(async () => {
      await downloadChats(request())
      return downloadedText
    })
  const save = () => run(async () => ((await saveChats(request())) ? savedText : undefined))
  return (
    <section class="setting">
      <h2 class="setting-name">{exportTitle}</h2>
      <p class="setting-hint">{exportHint}</p>
      <ExportFields choice={choice()} onChange={setChoice} />
      <div class="actions">
        <button
          type="button"
          class="button"
          aria-busy={busy()}
          disabled={busy()}
          onClick={() => void download()}
        >
          {exportAllLabel}
        </button>
        <Show when={canSaveTo()}>
          <button type="button" class="button" disabled={busy()} onClick={() => void save()}>
            {saveAsLabel}
          </button>
        </Show>
      </div>
    </section>
  )
}

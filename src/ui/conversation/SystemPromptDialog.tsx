import { Dialog } from "@kobalte/core/dialog"
import { createSignal, For, Show, untrack } from "solid-js"
import IconX from "~icons/lucide/x"
import type { ChatRow } from "../../domain/Chat.ts"
import { setSystemPrompt } from "../data/chatActions.ts"
import { usePrompts } from "../data/usePrompts.ts"
import { returnFocus } from "../shell/dialogs.ts"
import { showFailure } from "../shell/toasts.ts"

interface Props {
  readonly chat: ChatRow
  readonly onClose: () => void
}

/** What the model is told before everything else in one chat. */
export const SystemPromptDialog = (props: Props) => {
  const [text, setText] = createSignal(untrack(() => props.chat.systemPrompt) ?? "")
  const { prompts } = usePrompts()
  const save = () => {
    const content = text().trim()
    setSystemPrompt(props.chat.id, content === "" ? null : content, showFailure)
    props.onClose()
  }
  return (
    <Dialog open onOpenChange={(open) => open || props.onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay class="overlay" />
        <div class="dialog-place">
          <Dialog.Content class="dialog" onCloseAutoFocus={returnFocus}>
            <header class="dialog-header">
              <Dialog.Title>System prompt</Dialog.Title>
              <Dialog.CloseButton class="icon-button" aria-label="Close">
                <IconX />
              </Dialog.CloseButton>
            </header>
            <form
              class="prompt-form"
              onSubmit={(event) => {
                event.preventDefault()
                save()
              }}
            >
              <label for="system-prompt">
                What the model is told before everything else in this chat. It syncs with the chat.
              </label>
              <textarea
                id="system-prompt"
                class="field"
                rows={8}
                dir="auto"
                value={text()}
                onInput={(event) => setText(event.currentTarget.value)}
              />
              <Show when={(prompts() ?? []).length > 0}>
                <label>
                  Use a preset{" "}
                  <select
                    class="field"
                    onChange={(event) => {
                      const preset = prompts()?.find(({ id }) => id === event.currentTarget.value)
                      if (preset !== undefined) setText(preset.content)
                    }}
                  >
                    <option value="">Choose…</option>
                    <For each={prompts()}>{({ id, name }) => <option value={id}>{name}</option>}</For>
                  </select>
                </label>
              </Show>
              <div class="actions">
                <button type="button" class="button" onClick={() => props.onClose()}>
                  Cancel
                </button>
                <button type="submit" class="button primary">
                  Save
                </button>
              </div>
            </form>
          </Dialog.Content>
        </div>
      </Dialog.Portal>
    </Dialog>
  )
}

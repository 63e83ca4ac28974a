import { Dialog } from "@kobalte/core/dialog"
import { For } from "solid-js"
import IconX from "~icons/lucide/x"
import { returnFocus } from "./dialogs.ts"
import { localShortcuts, printed, shortcuts } from "./shortcuts.ts"

export const ShortcutsSheet = (props: { readonly onClose: () => void }) => (
  <Dialog open onOpenChange={(open) => open || props.onClose()}>
    <Dialog.Portal>
      <Dialog.Overlay class="overlay" />
      <div class="dialog-place">
        <Dialog.Content class="dialog" onCloseAutoFocus={returnFocus}>
          <header class="dialog-header">
            <Dialog.Title>Keyboard shortcuts</Dialog.Title>
            <Dialog.CloseButton class="icon-button" aria-label="Close">
              <IconX />
            </Dialog.CloseButton>
          </header>
          <dl class="shortcut-list">
            <For each={[...Object.values(shortcuts), ...localShortcuts]}>
              {({ keys, label }) => (
                <div>
                  <dt>{label}</dt>
                  <dd>
                    <For each={printed(keys)}>{(key) => <kbd>{key}</kbd>}</For>
                  </dd>
                </div>
              )}
            </For>
          </dl>
        </Dialog.Content>
      </div>
    </Dialog.Portal>
  </Dialog>
)

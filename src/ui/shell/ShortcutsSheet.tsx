import { Dialog } from "@kobalte/core/dialog"
import { useNavigate } from "@solidjs/router"
import { createMemo, For, Show } from "solid-js"
import IconX from "~icons/lucide/x"
import { actionGroups, actionIds, actions } from "../actions/actionList.ts"
import { actionNames, fixedKeys, fixedKeysName, groupNames, shortcutWords } from "../actions/actionWords.ts"
import { printed } from "../actions/bindings.ts"
import { isMac, printedKeys } from "../actions/keymap.ts"
import { returnFocus } from "./dialogs.ts"
import "./shortcuts.css"

interface Line {
  readonly name: string
  readonly keys: ReadonlyArray<string>
}

const Lines = (props: { readonly title: string; readonly lines: ReadonlyArray<Line> }) => (
  <section class="shortcut-group">
    <h3>{props.title}</h3>
    <dl class="shortcut-list">
      <For each={props.lines}>
        {({ name, keys }) => (
          <div>
            <dt>{name}</dt>
            <dd>
              <For each={keys}>{(key) => <kbd>{key}</kbd>}</For>
            </dd>
          </div>
        )}
      </For>
    </dl>
  </section>
)

/** The keys that are in force. */
export const ShortcutsSheet = (props: { readonly onClose: () => void }) => {
  const navigate = useNavigate()
  const groups = createMemo(() =>
    actionGroups.map((group) => ({
      title: groupNames[group],
      lines: actionIds
        .filter((id) => actions[id].group === group)
        .map((id) => ({ name: actionNames[id], keys: printedKeys(id) }))
        .filter(({ keys }) => keys.length > 0),
    })),
  )
  const fixed = fixedKeys.map(({ keys, name }) => ({ name, keys: printed(keys, isMac) }))
  return (
    <Dialog open onOpenChange={(open) => open || props.onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay class="overlay" />
        <div class="dialog-place">
          <Dialog.Content class="dialog shortcuts" onCloseAutoFocus={returnFocus}>
            <header class="dialog-header">
              <Dialog.Title>{shortcutWords.title}</Dialog.Title>
              <Dialog.CloseButton class="icon-button" aria-label="Close">
                <IconX />
              </Dialog.CloseButton>
            </header>
            <div class="shortcut-groups" tabindex="0" role="region" aria-label={shortcutWords.title}>
              <For each={groups()}>
                {({ title, lines }) => (
                  <Show when={lines.length > 0}>
                    <Lines title={title} lines={lines} />
                  </Show>
                )}
              </For>
              <Lines title={fixedKeysName} lines={fixed} />
            </div>
            <footer class="dialog-footer">
              <button
                type="button"
                class="button small"
                onClick={() => {
                  props.onClose()
                  navigate("/settings/shortcuts")
                }}
              >
                {shortcutWords.change}
              </button>
            </footer>
          </Dialog.Content>
        </div>
      </Dialog.Portal>
    </Dialog>
  )
}

import { Dialog } from "@kobalte/core/dialog"
import { type JSX, Show } from "solid-js"
import { focusPage } from "./focusComposer.ts"

interface Props {
  readonly title: string
  /** What the button that does it is called. */
  readonly confirm: string
  /** Something is removed that does not come back by itself. */
  readonly danger?: boolean
  readonly busy?: boolean
  /** While there is something left to decide before it may be done. */
  readonly blocked?: boolean
  /** Why it did not work. */
  readonly problem?: string | undefined
  readonly onConfirm: () => void
  readonly onClose: () => void
  readonly children: JSX.Element
}

/** Says what would happen and lets it happen only when it is asked for once more. */
export const ConfirmDialog = (props: Props) => {
  const opener = document.activeElement
  const giveFocusBack = (event: Event) => {
    event.preventDefault()
    if (opener instanceof HTMLElement && opener.isConnected && opener !== document.body) opener.focus()
    else focusPage()
  }
  return (
    <Dialog open onOpenChange={(open) => open || props.busy || props.onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay class="overlay" />
        <div class="dialog-place">
          <Dialog.Content class="dialog confirm" onCloseAutoFocus={giveFocusBack}>
            <Dialog.Title class="confirm-title">{props.title}</Dialog.Title>
            <Dialog.Description as="div" class="confirm-text">
              {props.children}
            </Dialog.Description>
            <Show when={props.problem}>
              {(text) => (
                <p class="problem" role="alert">
                  {text()}
                </p>
              )}
            </Show>
            <div class="actions confirm-actions">
              <button type="button" class="button" disabled={props.busy} onClick={() => props.onClose()}>
                Cancel
              </button>
              <button
                type="button"
                class="button"
                classList={{ primary: !props.danger, danger: props.danger ?? false }}
                aria-busy={props.busy ?? false}
                disabled={props.busy || props.blocked}
                onClick={() => props.onConfirm()}
              >
                {props.confirm}
              </button>
            </div>
          </Dialog.Content>
        </div>
      </Dialog.Portal>
    </Dialog>
  )
}

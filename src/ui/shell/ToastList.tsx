import { Toast, toaster } from "@kobalte/core/toast"
import { Portal } from "solid-js/web"
import { Show } from "solid-js"
import IconX from "~icons/lucide/x"

export interface ToastAction {
  readonly label: string
  readonly run: () => void
}

/** Long enough to be read and reached, and it stands still while it is hovered or focused. */
const duration = 12_000

/** Says what happened and offers one thing to do about it. */
export const showToast = (text: string, action: ToastAction | undefined, priority: "high" | "low"): number =>
  toaster.show((props) => (
    <Toast as="div" toastId={props.toastId} class="toast" priority={priority} duration={duration}>
      <Toast.Title class="toast-text">{text}</Toast.Title>
      <Show when={action}>
        {(it) => (
          <button
            type="button"
            class="toast-action"
            onClick={() => {
              toaster.dismiss(props.toastId)
              it().run()
            }}
          >
            {it().label}
          </button>
        )}
      </Show>
      <Toast.CloseButton class="icon-button small" aria-label="Dismiss">
        <IconX />
      </Toast.CloseButton>
    </Toast>
  ))

interface Undoable {
  readonly text: string
  readonly undo: () => void
  /** By `performance.now`. */
  readonly until: number
}

const undoables: Array<Undoable> = []
let shown: number | undefined

const showNewest = () => {
  if (shown !== undefined) toaster.dismiss(shown)
  const newest = undoables.at(-1)
  if (newest === undefined || newest.until < performance.now()) return
  shown = showToast(
    newest.text,
    {
      label: "Undo",
      run: () => {
        undoables.pop()
        newest.undo()
        showNewest()
      },
    },
    "low",
  )
}

/** One button at a time, for what was done last. When that is undone, the one before is offered again. */
export const showUndo = (text: string, undo: () => void): void => {
  undoables.push({ text, undo, until: performance.now() + duration })
  showNewest()
}

export const ToastRegion = () => (
  <Portal>
    <Toast.Region class="toast-region" duration={duration} limit={3} topLayer pauseOnInteraction>
      <Toast.List as="div" class="toast-list" />
    </Toast.Region>
  </Portal>
)

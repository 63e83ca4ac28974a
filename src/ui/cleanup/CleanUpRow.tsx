import type { JSX } from "solid-js"

interface Props {
  readonly name: string
  readonly line: string
  readonly button: string
  readonly danger?: boolean
  readonly disabled: boolean
  readonly busy: boolean
  readonly onRun: () => void
  /** What is chosen before it is run. */
  readonly children?: JSX.Element
}

/** One way of making room: what it would free, and a button. */
export const CleanUpRow = (props: Props) => (
  <li class="clean-up-row">
    <div class="clean-up-text">
      <h3 class="clean-up-name">{props.name}</h3>
      <p class="setting-hint">{props.line}</p>
      {props.children}
    </div>
    <button
      type="button"
      class="button small"
      classList={{ danger: props.danger ?? false }}
      disabled={props.disabled || props.busy}
      aria-busy={props.busy}
      onClick={() => props.onRun()}
    >
      {props.button}
    </button>
  </li>
)

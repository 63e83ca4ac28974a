import IconCircleAlert from "~icons/lucide/circle-alert"
import { retryChange } from "../data/changes.ts"
import type { MessageView } from "../data/messageOverlay.ts"

interface Props {
  readonly message: MessageView
  readonly onTakeBack: () => void
}

/** Under a message that could not be saved: why, and what can be done. Its text stays where it is. */
export const FailedDelivery = (props: Props) => (
  <footer class="message-failed">
    <p role="alert">
      <IconCircleAlert />
      <span>Not saved. {props.message.problem}</span>
    </p>
    <div class="actions">
      <button
        type="button"
        class="button small primary"
        onClick={() => props.message.changeId !== null && retryChange(props.message.changeId)}
      >
        Retry
      </button>
      <button type="button" class="button small" onClick={() => props.onTakeBack()}>
        Back to the composer
      </button>
    </div>
  </footer>
)

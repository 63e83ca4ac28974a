import { createSignal, Match, Show, Switch } from "solid-js"
import IconCheck from "~icons/lucide/check"
import IconCopy from "~icons/lucide/copy"
import IconPencil from "~icons/lucide/pencil"
import IconRefresh from "~icons/lucide/refresh-cw"
import IconTrash from "~icons/lucide/trash-2"
import type { MessageView } from "../data/messageOverlay.ts"
import { canAnswer } from "../data/canAnswer.ts"
import { isRunning, type Replies } from "../data/useReplies.ts"
import { MarkdownText } from "../markdown/MarkdownText.tsx"
import { copyText } from "../shell/copyText.ts"
import { showFull, showTime } from "../shell/times.ts"
import { VersionsButton } from "../sync/VersionsButton.tsx"
import { FailedDelivery } from "./FailedDelivery.tsx"
import { MessageEditor } from "./MessageEditor.tsx"
import { LazyMessageMenu } from "./LazyMessageMenu.tsx"
import { MessageText } from "./MessageText.tsx"
import { selectionIn, shownText } from "./quote.ts"
import type { ReplyCommands } from "./replyCommands.ts"
import { ReplyStatus } from "./ReplyStatus.tsx"
import { SiblingSwitcher } from "./SiblingSwitcher.tsx"

export interface MessageCommands {
  readonly replies: ReplyCommands
  readonly beginEdit: (message: MessageView) => void
  readonly typeEdit: (text: string) => void
  readonly saveEdit: (message: MessageView) => void
  readonly cancelEdit: () => void
  readonly remove: (message: MessageView) => void
  /** Puts a text into the composer, as a quote. */
  readonly quote: (text: string) => void
  /** A new chat of what was said up to a message. */
  readonly fork: (message: MessageView) => void
  readonly selectSibling: (message: MessageView, offset: -1 | 1) => void
  /** Gives a message that could not be saved back to the composer. */
  readonly takeBack: (message: MessageView) => void
}

interface Props {
  readonly message: MessageView
  /** The text of the edit, while this message is being edited. */
  readonly edit: string | undefined
  readonly flashing: boolean
  /** Whether nothing follows it. */
  readonly isLast: boolean
  readonly replies: Replies
  readonly commands: MessageCommands
}

const speakers = { user: "You", assistant: "Assistant", system: "System" } as const

const copiedMillis = 1_500

export const MessageItem = (props: Props) => {
  let article: HTMLElement | undefined
  /** What was selected when the menu was reached for: a press on it may end the selection. */
  let selected = ""
  const content = () => article?.querySelector(".message-text") ?? undefined
  const [copied, setCopied] = createSignal(false)
  const reply = () => props.replies.of(props.message.id)
  const arrived = () => props.replies.arrived(props.message.id)
  const isWriting = () => {
    const one = reply()
    return one !== undefined && isRunning(one)
  }
  /** What has arrived, until the message has it: a worker that crashes takes the last half second along. */
  const live = () => {
    if (!isWriting() && props.message.status !== "streaming") return undefined
    const text = arrived()?.text ?? ""
    return text.length > props.message.content.length ? text : undefined
  }
  const text = () => live() ?? props.message.content
  const mayAsk = () =>
    canAnswer() === true &&
    !isWriting() &&
    props.replies.running() === undefined &&
    (props.message.role === "assistant" ? text() !== "" : props.message.role === "user" && props.isLast)
  const askLabel = () => (props.message.role === "assistant" ? "Regenerate" : "Ask for a reply")
  const copy = () => {
    copyText(text(), () => {
      setCopied(true)
      setTimeout(() => setCopied(false), copiedMillis)
    })
  }
  return (
    <article
      ref={article}
      class={`message ${props.message.role}`}
      classList={{ flash: props.flashing }}
      data-delivery={props.message.delivery}
      aria-label={`${speakers[props.message.role]}, ${showTime(props.message.createdAt)}`}
    >
      <Show when={props.message.role !== "user"}>
        <p class="message-speaker">{speakers[props.message.role]}</p>
      </Show>
      <Show
        when={props.edit === undefined}
        fallback={
          <MessageEditor
            text={props.edit ?? ""}
            onInput={props.commands.typeEdit}
            onSave={() => props.commands.saveEdit(props.message)}
            onCancel={props.commands.cancelEdit}
          />
        }
      >
        <Show when={props.message.role !== "user"} fallback={<MessageText text={text()} />}>
          <Show when={text() !== ""}>
            <MarkdownText text={text()} busy={isWriting()} />
          </Show>
        </Show>
        <Show when={props.message.role === "assistant"}>
          <ReplyStatus
            message={props.message}
            reply={reply()}
            hasText={text() !== ""}
            thinking={arrived()?.thinking ?? ""}
            commands={props.commands.replies}
          />
        </Show>
        <Switch>
          <Match when={props.message.delivery === "failed"}>
            <FailedDelivery
              message={props.message}
              onTakeBack={() => props.commands.takeBack(props.message)}
            />
          </Match>
          <Match when={text() !== ""}>
            <footer class="message-footer">
              <VersionsButton
                subject={{
                  entityType: "message",
                  entityId: props.message.id,
                  shown: props.message.content,
                }}
              />
              <Show when={props.message.siblings > 1}>
                <SiblingSwitcher
                  index={props.message.siblingIndex}
                  count={props.message.siblings}
                  onSelect={(offset) => props.commands.selectSibling(props.message, offset)}
                />
              </Show>
              <div class="message-actions">
                <button type="button" class="icon-button small" aria-label="Copy" title="Copy" onClick={copy}>
                  <Show when={copied()} fallback={<IconCopy />}>
                    <IconCheck />
                  </Show>
                </button>
                <Show when={mayAsk()}>
                  <button
                    type="button"
                    class="icon-button small"
                    aria-label={askLabel()}
                    title={askLabel()}
                    onClick={() => props.commands.replies.ask(props.message)}
                  >
                    <IconRefresh />
                  </button>
                </Show>
                <Show when={props.message.role === "user"}>
                  <button
                    type="button"
                    class="icon-button small"
                    aria-label="Edit"
                    title="Edit"
                    onClick={() => props.commands.beginEdit(props.message)}
                  >
                    <IconPencil />
                  </button>
                </Show>
                <button
                  type="button"
                  class="icon-button small"
                  aria-label="Delete"
                  title="Delete"
                  onClick={() => props.commands.remove(props.message)}
                >
                  <IconTrash />
                </button>
                <span
                  class="message-more"
                  onPointerDown={() => (selected = selectionIn(content()))}
                  onKeyDown={() => (selected = selectionIn(content()))}
                >
                  <LazyMessageMenu
                    onQuote={() => props.commands.quote(selected || text())}
                    onCopyText={() => {
                      const shown = content()
                      if (shown !== undefined) copyText(shownText(shown))
                    }}
                    onFork={
                      props.message.delivery === "saved"
                        ? () => props.commands.fork(props.message)
                        : undefined
                    }
                  />
                </span>
                <Show when={props.message.role === "assistant" && props.message.model}>
                  {(model) => <span class="message-model">{model()}</span>}
                </Show>
                <time title={showFull(props.message.createdAt)}>{showTime(props.message.createdAt)}</time>
              </div>
              <Show when={props.message.delivery === "saving"}>
                <span class="saving">Saving…</span>
              </Show>
            </footer>
          </Match>
        </Switch>
      </Show>
    </article>
  )
}

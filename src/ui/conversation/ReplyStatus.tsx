import { A } from "@solidjs/router"
import { createEffect, createSignal, Match, onCleanup, Show, Switch } from "solid-js"
import IconCircleAlert from "~icons/lucide/circle-alert"
import type { Reply } from "../../domain/assistant/Reply.ts"
import { cureOf, describe } from "../../domain/errors/AppError.ts"
import type { MessageView } from "../data/messageOverlay.ts"
import type { ReplyCommands } from "./replyCommands.ts"

interface Props {
  readonly message: MessageView
  readonly reply: Reply | undefined
  /** Whether any of its text is there. */
  readonly hasText: boolean
  readonly thinking: string
  readonly commands: ReplyCommands
}

/** Without a sign of life for this long, whoever writes elsewhere has gone. Checkpoints come much more often. */
const silentMillis = 120_000

/** Characters of what the model thinks that are shown, from the end. */
const shownThoughts = 280

/** Seconds until then, while there are any. */
const createCountdown = (until: () => number | null) => {
  const [left, setLeft] = createSignal(0)
  createEffect(() => {
    const end = until()
    if (end === null) return setLeft(0)
    const tick = () => setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1_000)))
    tick()
    const timer = setInterval(tick, 1_000)
    onCleanup(() => clearInterval(timer))
    return undefined
  })
  return left
}

/** Under a reply: how it stands, and what can be done about it. */
export const ReplyStatus = (props: Props) => {
  const left = createCountdown(() => props.reply?.retryAt ?? null)
  const error = () => (props.reply?.state === "failed" ? props.reply.error : null)
  const isElsewhere = () => props.reply === undefined && props.message.status === "streaming"
  const brokeOff = () => isElsewhere() && Date.now() - props.message.updatedAt > silentMillis
  const canGoOn = () => props.message.status === "stopped" || props.message.status === "failed" || brokeOff()
  return (
    <Switch>
      <Match when={props.reply?.state === "waiting"}>
        <p class="message-status waiting">
          <Show when={left() > 0} fallback={props.thinking === "" ? "Waiting for the reply…" : "Thinking…"}>
            The provider is busy. Asking again in {left()} s.
          </Show>
        </p>
        <Show when={props.thinking !== "" && !props.hasText}>
          <p class="message-thinking">{props.thinking.slice(-shownThoughts)}</p>
        </Show>
      </Match>
      <Match when={error()}>
        {(failure) => (
          <div class="reply-failed">
            <p role="alert">
              <IconCircleAlert />
              <span>
                {failure()._tag === "ReplyCutOff" && props.hasText ? "Broke off. " : ""}
                {describe(failure())}
              </span>
            </p>
            <div class="actions">
              <Show
                when={props.hasText}
                fallback={
                  <button
                    type="button"
                    class="button small primary"
                    onClick={() => props.reply && props.commands.again(props.reply)}
                  >
                    Try again
                  </button>
                }
              >
                <button
                  type="button"
                  class="button small primary"
                  onClick={() => props.commands.resume(props.message.id)}
                >
                  Continue
                </button>
              </Show>
              <Show when={["connect", "allow", "ask-again"].includes(cureOf(failure()))}>
                <A class="button small" href="/settings/providers">
                  Providers
                </A>
              </Show>
              <button
                type="button"
                class="button small"
                onClick={() => props.commands.dismiss(props.message.id)}
              >
                Dismiss
              </button>
            </div>
          </div>
        )}
      </Match>
      <Match when={isElsewhere() && !brokeOff()}>
        <p class="message-status">Being written on another device</p>
      </Match>
      <Match when={props.reply === undefined && canGoOn()}>
        <p class="message-status">
          {brokeOff() ? "Broke off on another device" : "Stopped before the end"}
          <button
            type="button"
            class="button small quiet"
            onClick={() => props.commands.resume(props.message.id)}
          >
            Continue
          </button>
        </p>
      </Match>
      <Match when={props.reply !== undefined && props.reply.cut > 0 && props.reply.state === "done"}>
        <p class="message-status">
          The first {props.reply?.cut} messages did not fit into the model's context and were not sent.
        </p>
      </Match>
    </Switch>
  )
}

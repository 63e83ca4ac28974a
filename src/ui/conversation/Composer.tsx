import { createEffect, type JSX, on, onMount, Show } from "solid-js"
import IconArrowUp from "~icons/lucide/arrow-up"
import IconSquare from "~icons/lucide/square"
import { PayloadTooLarge } from "../../domain/errors/InputErrors.ts"
import { describe } from "../../domain/errors/AppError.ts"
import { maxContentBytes, utf8Bytes } from "../../domain/Text.ts"
import type { DraftHandle } from "../data/useDraft.ts"
import { isSendKey } from "./isSendKey.ts"
import "./composer.css"

interface Props {
  /** Below the field: who answers. */
  readonly children?: JSX.Element
  readonly draft: DraftHandle
  /** Whether a reply is being written: what one writes meanwhile stays here until it has ended. */
  readonly busy: boolean
  readonly onSend: (content: string) => void
  readonly onStop: () => void
  /** The arrow up in an empty composer. */
  readonly onEditLast: () => void
}

/** Only texts that could be too large are measured: a UTF-16 unit takes at most three bytes. */
const tooLarge = (text: string) => {
  if (text.length * 3 <= maxContentBytes) return undefined
  const bytes = utf8Bytes(text)
  return bytes > maxContentBytes
    ? describe(new PayloadTooLarge({ bytes, limit: maxContentBytes }))
    : undefined
}

const growsByItself = CSS.supports("field-sizing", "content")

/** Where one writes. A plain field: it takes a novel without slowing down. */
export const Composer = (props: Props) => {
  let field: HTMLTextAreaElement | undefined
  const problem = () => tooLarge(props.draft.text())
  const sendable = () => props.draft.text().trim() !== "" && problem() === undefined

  const grow = () => {
    if (growsByItself || field === undefined) return
    field.style.height = "auto"
    field.style.height = `${field.scrollHeight}px`
  }
  const send = () => {
    if (!sendable() || props.busy) return
    const content = props.draft.text()
    props.draft.clear()
    props.onSend(content)
    field?.focus()
  }
  onMount(grow)
  createEffect(on(() => props.draft.text(), grow, { defer: true }))
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <Show when={problem()}>
        {(text) => (
          <p id="composer-problem" class="composer-problem" role="alert">
            {text()}
          </p>
        )}
      </Show>
      <div class="composer-box" onClick={(event) => event.target === event.currentTarget && field?.focus()}>
        <textarea
          ref={field}
          id="composer"
          aria-label="Message"
          aria-describedby={problem() === undefined ? undefined : "composer-problem"}
          placeholder="Write a message"
          rows={1}
          dir="auto"
          enterkeyhint="send"
          value={props.draft.text()}
          onInput={(event) => props.draft.write(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (isSendKey(event)) {
              event.preventDefault()
              send()
            } else if (event.key === "ArrowUp" && props.draft.text() === "" && !event.altKey) {
              event.preventDefault()
              props.onEditLast()
            } else if (event.key === "Escape" && props.busy) {
              event.preventDefault()
              props.onStop()
            }
          }}
        />
        <Show
          when={props.busy}
          fallback={
            <button type="submit" class="send-button" aria-label="Send" disabled={!sendable()}>
              <IconArrowUp />
            </button>
          }
        >
          <button
            type="button"
            class="send-button"
            aria-label="Stop"
            title="Stop"
            onClick={() => {
              props.onStop()
              field?.focus()
            }}
          >
            <IconSquare />
          </button>
        </Show>
      </div>
      {props.children}
    </form>
  )
}

import {
  createComputed,
  createEffect,
  createMemo,
  createSignal,
  on,
  onCleanup,
  onMount,
  Show,
  untrack,
} from "solid-js"
import { Virtualizer, type VirtualizerHandle } from "virtua/solid"
import IconArrowDown from "~icons/lucide/arrow-down"
import type { ChatId, MessageId } from "../../domain/Ids.ts"
import type { Messages } from "../data/useMessages.ts"
import { canAnswer } from "../data/canAnswer.ts"
import { scrolling } from "../preferences/ways.ts"
import { createQuestionRoom } from "./createQuestionRoom.ts"
import { prerender } from "../markdown/renderedTexts.ts"
import { createRovingFocus } from "./createRovingFocus.ts"
import { createScrollKeeper } from "./createScrollKeeper.ts"
import { editIn } from "./edits.ts"
import { type MessageCommands, MessageItem } from "./MessageItem.tsx"
import { offerMessageActions } from "./offerMessageActions.ts"
import "./message.css"

interface Props {
  readonly chatId: ChatId
  readonly conversation: Messages
  readonly commands: MessageCommands
  /** The message to go to and point at. */
  readonly target: MessageId | null
}

/** Room above the first message: the height of `.thread-start`. A style in the markup would break the page's policy. */
const topSpace = 24
const flashMillis = 2_400

/** By then a text that is made ready elsewhere is in the page, and what was marked before is marked once more. */
const renderMillis = 400

/** The messages that are in view, and a few around them. */
export const MessageList = (props: Props) => {
  let scroller: HTMLDivElement | undefined
  let end: HTMLDivElement | undefined
  let handle: VirtualizerHandle | undefined
  const [flashing, setFlashing] = createSignal<MessageId | null>(null)
  // asked for at this many rows: not again before there are more
  let askedOlder = -1
  let askedNewer = -1
  const rows = () => props.conversation.messages

  const nearStart = () => {
    if (!props.conversation.hasOlder() || askedOlder === rows().length) return
    askedOlder = rows().length
    props.conversation.loadOlder()
  }
  const nearEnd = () => {
    if (!props.conversation.hasNewer() || askedNewer === rows().length) return
    askedNewer = rows().length
    props.conversation.loadNewer()
  }
  const room = createQuestionRoom(
    () => scroller,
    () => end,
  )
  const keeper = createScrollKeeper({
    scroller: () => scroller,
    room,
    isStill: () => scrolling.chosen() === "still" && props.conversation.replies.running() !== undefined,
    nearStart,
    nearEnd,
  })
  const ask = (question: MessageId) => {
    if (scrolling.chosen() === "question") room.ask(question)
  }

  const indexOf = (id: MessageId | undefined) =>
    id === undefined ? -1 : rows().findIndex((row) => row.id === id)
  const ids = createMemo(() => rows().map(({ id }) => id))
  const roving = createRovingFocus({
    scroller: () => scroller,
    ids,
    show: (at) => {
      if (at < rows().length - 1) keeper.release()
      handle?.scrollToIndex(at, { align: "nearest" })
    },
  })
  // what does not change as long as this list is there
  untrack(() => offerMessageActions(props.conversation, props.commands, roving))

  // the newest one so that a sent message is in the page at once, and those that hold the focus or an edit
  const mounted = createMemo(() =>
    [rows().length - 1, roving.at(), indexOf(editIn(props.chatId)?.messageId)].filter((at) => at >= 0),
  )

  let pending: MessageId | null = null
  const goToPending = () => {
    const at = pending === null ? -1 : indexOf(pending)
    if (at === -1) return
    const id = pending
    if (id === null) return
    pending = null
    setFlashing(id)
    setTimeout(() => setFlashing((now) => (now === id ? null : now)), flashMillis)
    // once it has its place in the list
    queueMicrotask(() => {
      handle?.scrollToIndex(at, { align: "center" })
      const mark = () => {
        const row = scroller?.querySelector(`[data-row="${indexOf(id)}"]`)
        // only who comes from a search needs it
        if (row) void import("./found.ts").then(({ markFound }) => markFound(id, row))
      }
      requestAnimationFrame(mark)
      setTimeout(mark, renderMillis)
    })
  }
  createComputed(
    on(
      () => props.target,
      (target) => {
        pending = target
        if (target !== null) keeper.release()
      },
    ),
  )
  createEffect(
    on(
      () => props.target,
      (target) => {
        if (target !== null && indexOf(target) === -1) props.conversation.jumpTo(target)
        goToPending()
      },
    ),
  )
  createEffect(
    on(
      () => [rows().length, rows().at(-1)?.id],
      () => {
        goToPending()
        const last = rows().at(-1)
        // what was just sent here is gone to wherever the reader was
        if (last?.delivery === "saving") {
          keeper.hold()
          if (canAnswer()) ask(last.id)
        }
        keeper.keep()
        requestAnimationFrame(keeper.onScroll)
      },
    ),
  )
  createEffect(
    on(
      () => props.conversation.replies.running()?.parentId,
      (question) => {
        if (question === undefined || !untrack(keeper.atEnd)) return
        ask(question)
        keeper.keep()
      },
    ),
  )
  createEffect(() => {
    for (const { role, status, content } of rows()) {
      if (role !== "user" && status !== "streaming") prerender(content)
    }
  })
  onMount(() => {
    const observer = new ResizeObserver(keeper.keep)
    if (scroller !== undefined) observer.observe(scroller)
    onCleanup(() => observer.disconnect())
  })

  // the marks of a conversation that is left
  onCleanup(() => CSS.highlights?.delete("found"))

  const latest = () => {
    props.conversation.jumpTo(null)
    room.leave()
    keeper.toEnd()
  }
  return (
    <div class="thread">
      <div
        ref={scroller}
        class="thread-scroller"
        role="log"
        aria-live="off"
        aria-label="Messages"
        tabindex="0"
        onScroll={keeper.onScroll}
        onWheel={keeper.touch}
        onTouchMove={keeper.touch}
        onKeyDown={(event) => {
          keeper.touch()
          roving.onKeyDown(event)
        }}
        onPointerDown={keeper.touch}
        onFocusIn={(event) => {
          const row = event.target.closest("[data-row]")
          if (row instanceof HTMLElement) roving.note(Number(row.dataset["row"]))
        }}
      >
        <div class="thread-start" />
        <Virtualizer
          ref={(it) => (handle = it)}
          data={rows()}
          shift={props.conversation.prepended()}
          startMargin={topSpace}
          keepMounted={mounted()}
          bufferSize={400}
          onResize={keeper.keep}
        >
          {(message, at) => (
            <div class="message-row" data-row={at()} data-message={message.id}>
              <MessageItem
                message={message}
                edit={editIn(props.chatId)?.messageId === message.id ? editIn(props.chatId)?.text : undefined}
                flashing={flashing() === message.id}
                isLast={at() === rows().length - 1}
                replies={props.conversation.replies}
                commands={props.commands}
              />
            </div>
          )}
        </Virtualizer>
        <div ref={end} class="thread-end" />
      </div>
      <Show when={!keeper.atEnd() || props.conversation.hasNewer()}>
        <button type="button" class="jump-button" aria-label="Jump to latest" onClick={latest}>
          <IconArrowDown />
          Jump to latest
        </button>
      </Show>
    </div>
  )
}

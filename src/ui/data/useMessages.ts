import { type Accessor, createComputed, createEffect, createMemo, createSignal } from "solid-js"
import type { ChatId, MessageId } from "../../domain/Ids.ts"
import type { MessageWindow } from "../../domain/Message.ts"
import { changes } from "./changes.ts"
import { makeOverlay } from "./makeOverlay.ts"
import * as actions from "./messageActions.ts"
import { type MessageView, messagesShow, overlayMessages, savedWindow } from "./messageOverlay.ts"
import { createMessageStore } from "./messageStore.ts"
import { followShown } from "./problems.ts"
import { recentWindows } from "./recentWindows.ts"

interface Range {
  readonly anchor: MessageId | null
  readonly before: number
  readonly after: number
}

const firstPage = 60
const largest = 5_000
const atEnd: Range = { anchor: null, before: firstPage, after: 0 }

/** Doubling keeps the cost of reading a long chat to its beginning linear. */
const grown = (size: number) => Math.min(Math.max(size, firstPage) * 2, largest)

const none: MessageWindow = { messages: [], hasOlder: false, hasNewer: false }

export interface Messages {
  readonly messages: ReadonlyArray<MessageView>
  /** Whether the first answer is there. */
  readonly loaded: Accessor<boolean>
  readonly hasOlder: Accessor<boolean>
  readonly hasNewer: Accessor<boolean>
  /** Whether the rows changed at their start last, so that a list can keep its place. */
  readonly prepended: Accessor<boolean>
  readonly loadOlder: () => void
  readonly loadNewer: () => void
  /** The stretch around a message, or with null the end of the branch. */
  readonly jumpTo: (anchor: MessageId | null) => void
}

const lastOf = (window: MessageWindow): MessageWindow => ({
  messages: window.messages.slice(-firstPage),
  hasOlder: window.hasOlder || window.messages.length > firstPage,
  hasNewer: false,
})

/**
 * A window of a fixed size loses its first row when one is added at its end, and everything that somebody reads
 * would move up. The rows are kept until a larger window has been asked for.
 */
const withoutGap = (before: MessageWindow | undefined, after: MessageWindow): MessageWindow => {
  const first = after.messages[0]
  const lost = before?.messages.findIndex(({ id }) => id === first?.id) ?? 0
  if (before === undefined || lost <= 0 || !after.hasOlder) return after
  return { ...after, messages: [...before.messages.slice(0, lost), ...after.messages] }
}

const isPrepend = (before: ReadonlyArray<MessageView>, after: ReadonlyArray<{ readonly id: string }>) => {
  const first = before[0]
  const last = before.at(-1)
  return (
    first !== undefined &&
    first.id !== after[0]?.id &&
    last?.id === after.at(-1)?.id &&
    after.length !== before.length
  )
}

/** A window into a conversation that grows as one scrolls, with what was done here shown at once. */
export const useMessages = (chatId: ChatId, start: MessageId | null): Messages & typeof actions => {
  const [range, setRange] = createSignal<Range>(
    start === null ? atEnd : { anchor: start, before: firstPage, after: firstPage },
  )
  const [live, setLive] = createSignal(start === null ? recentWindows.get(chatId) : undefined)
  const { state, put } = createMessageStore()
  const [hasNewer, setHasNewer] = createSignal(false)
  const [prepended, setPrepended] = createSignal(false)
  const pending = makeOverlay(messagesShow)

  createEffect(() => {
    const asked = range()
    followShown(
      (client) => client.messages.watch({ chatId, ...asked }),
      (window) => {
        if (!window.hasNewer) recentWindows.put(chatId, lastOf(window))
        const whole = withoutGap(live(), window)
        setLive(whole)
        if (whole !== window) setRange((it) => ({ ...it, before: grown(whole.messages.length) }))
      },
    )
  })
  const saved = createMemo(() => savedWindow(live() ?? none))
  createComputed(() => {
    const shown = overlayMessages(chatId, saved(), pending(live() ?? none, changes()))
    setPrepended(isPrepend(state.rows, shown.messages))
    setHasNewer(shown.hasNewer)
    put(shown.messages)
  })

  return {
    ...actions,
    get messages() {
      return state.rows
    },
    loaded: () => live() !== undefined || state.rows.length > 0,
    hasOlder: () => live()?.hasOlder ?? false,
    hasNewer,
    prepended,
    loadOlder: () => setRange((it) => ({ ...it, before: grown(it.before) })),
    loadNewer: () => setRange((it) => (it.anchor === null ? it : { ...it, after: grown(it.after) })),
    jumpTo: (anchor) =>
      setRange((it) => {
        if (anchor !== null) return { anchor, before: firstPage, after: firstPage }
        return it.anchor === null ? it : atEnd
      }),
  }
}

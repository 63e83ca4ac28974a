import { type Accessor, createComputed, createEffect, createMemo, createSignal, untrack } from "solid-js"
import type { ChatId, MessageId } from "../../domain/Ids.ts"
import type { MessageWindow } from "../../domain/Message.ts"
import { changes } from "./changes.ts"
import { makeOverlay } from "./makeOverlay.ts"
import * as actions from "./messageActions.ts"
import { type MessageView, messagesShow, overlayMessages, savedWindow, withReply } from "./messageOverlay.ts"
import { createMessageStore } from "./messageStore.ts"
import { followShown } from "./problems.ts"
import { recentWindows } from "./recentWindows.ts"
import { type Replies, useReplies } from "./useReplies.ts"
import { makeSteadyStart } from "./steadyStart.ts"

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
  readonly replies: Replies
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
  const recent = start === null ? recentWindows.get(chatId) : undefined
  const [range, setRange] = createSignal<Range>(
    start === null ? atEnd : { anchor: start, before: firstPage, after: firstPage },
  )
  const [slack, setSlack] = createSignal(firstPage)
  const [live, setLive] = createSignal(recent)
  const [hasNewer, setHasNewer] = createSignal(false)
  const [prepended, setPrepended] = createSignal(false)
  const { state, put } = createMessageStore()
  const pending = makeOverlay(messagesShow)
  const steady = makeSteadyStart(recent)
  const replies = useReplies(chatId)

  createEffect(() => {
    const asked = range()
    // at the end of the branch more rows are asked for than are shown: see `makeSteadyStart`
    const before = Math.min(asked.before + (asked.anchor === null ? slack() : 0), largest)
    followShown(
      (client) => client.messages.watch({ ...asked, chatId, before }, { asMailbox: true }),
      (window) => {
        const shown = steady(window, asked)
        if (asked.anchor === null) recentWindows.put(chatId, shown.window)
        setLive(shown.window)
        if (asked.anchor === null && window.hasOlder && shown.spare === 0) setSlack((it) => it + firstPage)
      },
    )
  })
  const saved = createMemo(() => savedWindow(live() ?? none))
  createComputed(() => {
    const said = overlayMessages(chatId, saved(), pending(live() ?? none, changes()))
    const shown = replies.all().reduce(withReply, said)
    // not tracked: the rows that are put below would run this again, and a list could miss that it was true
    setPrepended(untrack(() => isPrepend(state.rows, shown.messages)))
    setHasNewer(shown.hasNewer)
    put(shown.messages)
  })

  return {
    ...actions,
    replies,
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

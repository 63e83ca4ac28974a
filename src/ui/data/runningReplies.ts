import { createMemo, createSignal } from "solid-js"
import type { ChatId } from "../../domain/Ids.ts"
import { once } from "./once.ts"
import { followShown } from "./problems.ts"

const shared = once(() => {
  const [chatIds, setChatIds] = createSignal<ReadonlyArray<ChatId>>([])
  followShown((client) => client.replies.running(undefined, { asMailbox: true }), setChatIds)
  return createMemo(() => new Set(chatIds()))
})

/** Whether a reply is being written in any chat. */
export const isAnsweringAny = (): boolean => shared()().size > 0

/** Whether a reply is being written in the chat. One subscription for the page. */
export const isAnswering = (chatId: ChatId): boolean => shared()().has(chatId)

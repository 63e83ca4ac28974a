import { type Accessor, createEffect, createMemo, createSignal, on } from "solid-js"
import type { ChatRow } from "../../domain/Chat.ts"
import type { ChatId } from "../../domain/Ids.ts"
import { changes } from "./changes.ts"
import { chatsShow, overlayChat } from "./chatOverlay.ts"
import { makeOverlay } from "./makeOverlay.ts"
import { followShown } from "./problems.ts"

/** One chat: undefined while that is not known, null when it is not on this device. */
export const useChat = (chatId: Accessor<ChatId | undefined>): Accessor<ChatRow | null | undefined> => {
  const [live, setLive] = createSignal<ChatRow | null>()
  const pending = makeOverlay(chatsShow)

  createEffect(
    on(chatId, (id) => {
      setLive(undefined)
      if (id !== undefined)
        followShown((client) => client.chats.watchOne({ chatId: id }, { asMailbox: true }), setLive)
    }),
  )
  return createMemo(() => {
    const id = chatId()
    if (id === undefined) return undefined
    const row = live()?.id === id ? live() : null
    const shown = overlayChat(row ?? null, id, pending(row ? [row] : [], changes()))
    return shown ?? (live() === null ? null : undefined)
  })
}

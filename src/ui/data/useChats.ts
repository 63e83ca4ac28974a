import { type Accessor, createEffect, createSignal } from "solid-js"
import { createStore, reconcile } from "solid-js/store"
import type { ChatRow } from "../../domain/Chat.ts"
import type { ChatList, ChatShelf } from "../../domain/rpc/ChatRpcs.ts"
import * as actions from "./chatActions.ts"
import { changes } from "./changes.ts"
import { chatsShow, overlayChats } from "./chatOverlay.ts"
import { makeOverlay } from "./makeOverlay.ts"
import { followShown } from "./problems.ts"

const pageSize = 100
const maxChats = 2_000

export interface Chats {
  readonly chats: ReadonlyArray<ChatRow>
  /** Whether the first answer is there. */
  readonly loaded: Accessor<boolean>
  readonly hasMore: Accessor<boolean>
  readonly loadMore: () => void
}

/**
 * The chats of one shelf as a store that is reconciled by id, with what was done here shown at once.
 *
 * @param folder what is in it and not pinned; null for what is pinned or in no folder; everything, if absent
 */
export const useChats = (shelf: ChatShelf, folder?: string | null): Chats & typeof actions => {
  const [limit, setLimit] = createSignal(pageSize)
  const [live, setLive] = createSignal<ChatList>()
  const [state, setState] = createStore<{ rows: ReadonlyArray<ChatRow> }>({ rows: [] })
  const pending = makeOverlay(chatsShow)

  createEffect(() => {
    const asked = limit()
    const query = { shelf, limit: asked, ...(folder === undefined ? {} : { folder }) }
    followShown((client) => client.chats.watch(query, { asMailbox: true }), setLive)
  })
  createEffect(() => {
    const rows = live()?.chats ?? []
    const shown = overlayChats(rows, pending(rows, changes()), shelf, folder)
    // a list of thousands comes after the message that moved its chat up, in the same frame
    queueMicrotask(() => setState("rows", reconcile([...shown], { key: "id" })))
  })

  return {
    ...actions,
    get chats() {
      return state.rows
    },
    loaded: () => live() !== undefined,
    hasMore: () => live()?.hasMore ?? false,
    loadMore: () => setLimit((size) => Math.min(size + pageSize, maxChats)),
  }
}

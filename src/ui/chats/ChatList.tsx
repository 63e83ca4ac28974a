import { createMemo, createSignal, For, onCleanup, onMount, Show } from "solid-js"
import type { Chats } from "../data/useChats.ts"
import { ListSkeleton } from "../shell/ListSkeleton.tsx"
import { ChatListItem } from "./ChatListItem.tsx"
import { groupOf } from "./chatGroups.ts"
import "./chatList.css"

const minute = 60_000

/** The chats in use, under the days of their newest message. */
export const ChatList = (props: { readonly list: Chats }) => {
  const [now, setNow] = createSignal(new Date())
  onMount(() => {
    const timer = setInterval(() => setNow(new Date()), minute)
    onCleanup(() => clearInterval(timer))
  })
  // headings are strings, so a heading whose chats change is not made anew
  const groups = createMemo(() => [...new Set(props.list.chats.map((chat) => groupOf(chat, now())))])
  return (
    <nav class="chat-list" aria-label="Chats">
      <Show when={props.list.loaded() || props.list.chats.length > 0} fallback={<ListSkeleton rows={8} />}>
        <For each={groups()} fallback={<p class="chat-list-empty">Your chats will be listed here.</p>}>
          {(group) => (
            <section class="chat-group">
              <h2>{group}</h2>
              <ul>
                <For each={props.list.chats.filter((chat) => groupOf(chat, now()) === group)}>
                  {(chat) => <ChatListItem chat={chat} />}
                </For>
              </ul>
            </section>
          )}
        </For>
        <Show when={props.list.hasMore()}>
          <button type="button" class="button quiet wide" onClick={() => props.list.loadMore()}>
            Show older chats
          </button>
        </Show>
      </Show>
    </nav>
  )
}

import { createMemo, createSignal, For, onCleanup, onMount, Show } from "solid-js"
import type { Chats } from "../data/useChats.ts"
import { ListSkeleton } from "../shell/ListSkeleton.tsx"
import { ChatListItem } from "./ChatListItem.tsx"
import { groupsOn } from "./chatGroups.ts"
import "./chatList.css"

const minute = 60_000

/** The chats in use, under the days of their newest message. */
export const ChatList = (props: { readonly list: Chats }) => {
  const [today, setToday] = createSignal(new Date().toDateString())
  onMount(() => {
    const timer = setInterval(() => setToday(new Date().toDateString()), minute)
    onCleanup(() => clearInterval(timer))
  })
  // names are strings, so a heading whose chats change is not made anew
  const groups = createMemo(() => {
    const groupOf = groupsOn(new Date(today()))
    return Map.groupBy(props.list.chats, groupOf)
  })
  return (
    <nav class="chat-list" aria-label="Chats">
      <Show when={props.list.loaded() || props.list.chats.length > 0} fallback={<ListSkeleton rows={8} />}>
        <For
          each={[...groups().keys()]}
          fallback={<p class="chat-list-empty">Your chats will be listed here.</p>}
        >
          {(group) => (
            <section class="chat-group">
              <h2>{group}</h2>
              <ul>
                <For each={groups().get(group)}>{(chat) => <ChatListItem chat={chat} />}</For>
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

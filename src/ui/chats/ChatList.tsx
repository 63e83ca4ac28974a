import { createMemo, createSignal, For, lazy, onCleanup, onMount, Show } from "solid-js"
import { useFolders } from "../data/useFolders.ts"
import type { Chats } from "../data/useChats.ts"
import { ListSkeleton } from "../shell/ListSkeleton.tsx"
import { ChatListItem } from "./ChatListItem.tsx"
import { groupsOn, pinnedGroup } from "./chatGroups.ts"
import { createDropPlace } from "./dragChats.ts"
import { FolderGroup } from "./FolderGroup.tsx"
import { endSelecting, isSelecting } from "./selection.ts"
import "./chatList.css"

const minute = 60_000

const SelectionBar = lazy(async () => ({ default: (await import("./SelectionBar.tsx")).SelectionBar }))

/** The chats in use: the pinned ones, the folders, and the rest under the days of their newest message. */
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
  const folders = useFolders()
  // out of its folder
  const place = createDropPlace(() => null)
  const groupView = (group: string) => (
    <section class="chat-group">
      <h2>{group}</h2>
      <ul>
        <For each={groups().get(group)}>{(chat) => <ChatListItem chat={chat} />}</For>
      </ul>
    </section>
  )
  return (
    <nav
      class="chat-list"
      aria-label="Chats"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !isSelecting()) return
        event.stopPropagation()
        endSelecting()
      }}
    >
      <Show when={isSelecting()}>
        <SelectionBar />
      </Show>
      <Show when={props.list.loaded() || props.list.chats.length > 0} fallback={<ListSkeleton rows={8} />}>
        <For each={groups().has(pinnedGroup) ? [pinnedGroup] : []}>{groupView}</For>
        <For each={folders().map(({ name }) => name)}>
          {(name) => <FolderGroup folder={folders().find((it) => it.name === name) ?? { name, chats: 0 }} />}
        </For>
        <div
          class="chat-days"
          classList={{ over: place.over() }}
          onDragOver={place.onDragOver}
          onDragLeave={place.onDragLeave}
          onDrop={place.onDrop}
        >
          <For
            each={[...groups().keys()].filter((group) => group !== pinnedGroup)}
            fallback={
              <Show when={groups().size === 0 && folders().length === 0}>
                <p class="chat-list-empty">Your chats will be listed here.</p>
              </Show>
            }
          >
            {groupView}
          </For>
        </div>
        <Show when={props.list.hasMore()}>
          <button type="button" class="button quiet wide" onClick={() => props.list.loadMore()}>
            Show older chats
          </button>
        </Show>
      </Show>
    </nav>
  )
}

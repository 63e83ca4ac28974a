import { A } from "@solidjs/router"
import { For, Show, untrack } from "solid-js"
import IconArchive from "~icons/lucide/archive"
import IconTrash from "~icons/lucide/trash-2"
import type { ChatRow } from "../../domain/Chat.ts"
import { restore, toggleArchive } from "../chats/chatCommands.ts"
import { syncStatus } from "../data/syncStatus.ts"
import { useChats } from "../data/useChats.ts"
import { clock } from "../shell/clock.ts"
import { ListSkeleton } from "../shell/ListSkeleton.tsx"
import { showDay } from "../shell/times.ts"
import { trashHint, whenErased } from "./trashWords.ts"

const texts = {
  archived: {
    hint: () => "Chats that were put away. They are found by the search and nothing in them is lost.",
    empty: "No chat is archived. “Archive” in a chat's menu puts it here.",
    button: "Unarchive",
    when: (chat: ChatRow) => `Last used ${showDay(chat.activeAt)}`,
    run: toggleArchive,
  },
  trash: {
    hint: () => trashHint(syncStatus()?.mode),
    empty: "The trash is empty.",
    button: "Restore",
    when: (chat: ChatRow) => whenErased(chat.deletedAt ?? chat.activeAt, syncStatus()?.mode, clock()()),
    run: restore,
  },
} as const

/** The chats that are out of the way: archived or in the trash. */
export const ShelfView = (props: { readonly shelf: keyof typeof texts }) => {
  // made anew for each shelf
  const shelf = untrack(() => props.shelf)
  const text = texts[shelf]
  const list = useChats(shelf)
  return (
    <>
      <p class="setting-hint">{text.hint()}</p>
      <Show when={list.loaded()} fallback={<ListSkeleton rows={4} />}>
        <ul class="shelf">
          <For
            each={list.chats}
            fallback={
              <li class="shelf-empty">
                <Show when={shelf === "trash"} fallback={<IconArchive />}>
                  <IconTrash />
                </Show>
                <p>{text.empty}</p>
              </li>
            }
          >
            {(chat) => (
              <li class="shelf-row">
                <div class="shelf-text">
                  <A href={`/chat/${chat.id}`}>{chat.title}</A>
                  <span>{text.when(chat)}</span>
                </div>
                <button
                  type="button"
                  class="button small"
                  aria-label={`${text.button} ${chat.title}`}
                  onClick={() => text.run(chat)}
                >
                  {text.button}
                </button>
              </li>
            )}
          </For>
        </ul>
        <Show when={list.hasMore()}>
          <button type="button" class="button quiet wide" onClick={() => list.loadMore()}>
            Show more
          </button>
        </Show>
      </Show>
    </>
  )
}

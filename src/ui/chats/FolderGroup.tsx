import { useLocation } from "@solidjs/router"
import { createSignal, For, Show, untrack } from "solid-js"
import IconChevronRight from "~icons/lucide/chevron-right"
import IconFolder from "~icons/lucide/folder"
import type { Folder } from "../../domain/rpc/ChatRpcs.ts"
import { useChats } from "../data/useChats.ts"
import { ChatListItem } from "./ChatListItem.tsx"
import { createDropPlace } from "./dragChats.ts"
import { folderWords } from "./folderWords.ts"
import { LazyFolderMenu } from "./LazyFolderMenu.tsx"
import { isFolderOpen, setFolderOpen } from "./openFolders.ts"
import { TitleEditor } from "./TitleEditor.tsx"

const FolderChats = (props: { readonly name: string }) => {
  // made anew for each folder
  const list = useChats(
    "active",
    untrack(() => props.name),
  )
  return (
    <>
      <ul>
        <For each={list.chats}>{(chat) => <ChatListItem chat={chat} />}</For>
      </ul>
      <Show when={list.hasMore()}>
        <button type="button" class="button quiet wide" onClick={() => list.loadMore()}>
          Show older chats
        </button>
      </Show>
    </>
  )
}

/** A folder in the list: its chats show when it is open. Chats can be dropped on it. */
export const FolderGroup = (props: { readonly folder: Folder }) => {
  const location = useLocation()
  const [renaming, setRenaming] = createSignal(false)
  const name = () => props.folder.name
  const isOpen = () => isFolderOpen(name())
  const place = createDropPlace(name)
  const isHere = () => location.pathname === "/" && location.query["folder"] === name()
  const rename = (next: string) => {
    setRenaming(false)
    if (isOpen()) setFolderOpen(next.trim(), true)
    const before = name()
    void import("./bulkCommands.ts").then(({ renameFolder }) => renameFolder(before, next))
  }
  return (
    <section
      class="chat-group folder"
      classList={{ over: place.over() }}
      onDragOver={place.onDragOver}
      onDragLeave={place.onDragLeave}
      onDrop={place.onDrop}
    >
      <div class="folder-heading" classList={{ current: isHere() }}>
        <Show
          when={renaming()}
          fallback={
            <>
              <h2>
                <button
                  type="button"
                  class="folder-button"
                  aria-expanded={isOpen()}
                  onClick={() => setFolderOpen(name(), !isOpen())}
                >
                  <IconChevronRight class="folder-arrow" />
                  <IconFolder />
                  <span class="folder-name">{name()}</span>
                  <span class="visually-hidden">{folderWords.counted(props.folder.chats)}</span>
                  <span class="folder-count" aria-hidden="true">
                    {props.folder.chats}
                  </span>
                </button>
              </h2>
              <LazyFolderMenu name={name()} onRename={() => setRenaming(true)} />
            </>
          }
        >
          <TitleEditor
            title={name()}
            label={folderWords.nameField}
            onDone={rename}
            onCancel={() => setRenaming(false)}
          />
        </Show>
      </div>
      <Show when={isOpen()}>
        <FolderChats name={name()} />
      </Show>
    </section>
  )
}

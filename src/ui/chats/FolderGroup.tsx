import { DropdownMenu } from "@kobalte/core/dropdown-menu"
import { useLocation, useNavigate } from "@solidjs/router"
import { createSignal, For, Show, untrack } from "solid-js"
import IconCheckSquare from "~icons/lucide/square-check"
import IconChevronRight from "~icons/lucide/chevron-right"
import IconEllipsis from "~icons/lucide/ellipsis"
import IconFolder from "~icons/lucide/folder"
import IconFolderX from "~icons/lucide/folder-x"
import IconPencil from "~icons/lucide/pencil"
import IconPenLine from "~icons/lucide/square-pen"
import type { Folder } from "../../domain/rpc/ChatRpcs.ts"
import { askForFolder } from "../data/chatRows.ts"
import { useChats } from "../data/useChats.ts"
import { focusComposer } from "../shell/focusComposer.ts"
import { closeDrawer } from "../shell/layout.ts"
import { showFailure } from "../shell/toasts.tsx"
import { removeFolder, renameFolder } from "./bulkCommands.ts"
import { ChatListItem } from "./ChatListItem.tsx"
import { createDropPlace } from "./dragChats.ts"
import { folderWords } from "./folderWords.ts"
import { isFolderOpen, setFolderOpen } from "./openFolders.ts"
import { startSelecting } from "./selection.ts"
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

const FolderMenu = (props: { readonly name: string; readonly onRename: () => void }) => {
  const navigate = useNavigate()
  let renaming = false
  const newChat = () => {
    closeDrawer()
    navigate(`/?folder=${encodeURIComponent(props.name)}`)
    setTimeout(focusComposer)
  }
  const select = () =>
    askForFolder(props.name, (rows) => startSelecting(rows.map(({ id }) => id)), showFailure)
  return (
    <DropdownMenu modal={false} gutter={4} placement="bottom-end">
      <DropdownMenu.Trigger class="icon-button" aria-label={folderWords.menu(props.name)}>
        <IconEllipsis />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          class="menu"
          onCloseAutoFocus={() => {
            if (!renaming) return
            renaming = false
            setTimeout(() => props.onRename())
          }}
        >
          <DropdownMenu.Item class="menu-item" onSelect={newChat}>
            <IconPenLine /> {folderWords.newChat}
          </DropdownMenu.Item>
          <DropdownMenu.Item class="menu-item" onSelect={() => (renaming = true)}>
            <IconPencil /> {folderWords.rename}
          </DropdownMenu.Item>
          <DropdownMenu.Item class="menu-item" onSelect={select}>
            <IconCheckSquare /> {folderWords.select}
          </DropdownMenu.Item>
          <DropdownMenu.Separator class="menu-separator" />
          <DropdownMenu.Item class="menu-item" onSelect={() => removeFolder(props.name)}>
            <IconFolderX /> {folderWords.remove}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
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
    renameFolder(name(), next)
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
              <FolderMenu name={name()} onRename={() => setRenaming(true)} />
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

import { DropdownMenu } from "@kobalte/core/dropdown-menu"
import { useLocation, useNavigate } from "@solidjs/router"
import { Show } from "solid-js"
import IconArchive from "~icons/lucide/archive"
import IconArchiveRestore from "~icons/lucide/archive-restore"
import IconDownload from "~icons/lucide/download"
import IconEllipsis from "~icons/lucide/ellipsis"
import IconCheckSquare from "~icons/lucide/square-check"
import IconFolder from "~icons/lucide/folder-input"
import IconPencil from "~icons/lucide/pencil"
import IconPin from "~icons/lucide/pin"
import IconPinOff from "~icons/lucide/pin-off"
import IconTrash from "~icons/lucide/trash-2"
import type { ChatRow } from "../../domain/Chat.ts"
import { askHowToExport } from "../transfer/exportSubject.ts"
import { sidebarShown, toggleSidebar } from "../shell/layout.ts"
import { folderWords, selectionWords } from "./folderWords.ts"
import { askForFolderOf } from "./moveChats.ts"
import { startSelecting } from "./selection.ts"
import { deleteWithUndo, toggleArchive, togglePin } from "./chatCommands.ts"

interface Props {
  readonly chat: ChatRow
  readonly label: string
  readonly onRename: () => void
  readonly onOpenChange?: (open: boolean) => void
}

/** What can be done with a chat. */
export const ChatMenu = (props: Props) => {
  const navigate = useNavigate()
  const location = useLocation()
  let renaming = false

  const remove = () => {
    const path = `/chat/${props.chat.id}`
    const wasOpen = location.pathname === path
    deleteWithUndo(props.chat, () => wasOpen && navigate(path))
    if (wasOpen) navigate("/")
  }
  const select = () => {
    if (!sidebarShown()) toggleSidebar()
    startSelecting([props.chat.id])
  }
  return (
    <DropdownMenu
      modal={false}
      gutter={4}
      placement="bottom-end"
      onOpenChange={(open) => props.onOpenChange?.(open)}
    >
      <DropdownMenu.Trigger class="icon-button" aria-label={props.label}>
        <IconEllipsis />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          class="menu"
          onCloseAutoFocus={() => {
            if (!renaming) return
            renaming = false
            // the title's field takes the focus after the menu has given it back to its button
            setTimeout(() => props.onRename())
          }}
        >
          <DropdownMenu.Item
            class="menu-item"
            onSelect={() => {
              renaming = true
            }}
          >
            <IconPencil /> Rename
          </DropdownMenu.Item>
          <DropdownMenu.Item class="menu-item" onSelect={() => togglePin(props.chat)}>
            <Show when={props.chat.pinned} fallback={<IconPin />}>
              <IconPinOff />
            </Show>
            {props.chat.pinned ? "Unpin" : "Pin"}
          </DropdownMenu.Item>
          <DropdownMenu.Item class="menu-item" onSelect={() => toggleArchive(props.chat)}>
            <Show when={props.chat.archived} fallback={<IconArchive />}>
              <IconArchiveRestore />
            </Show>
            {props.chat.archived ? "Unarchive" : "Archive"}
          </DropdownMenu.Item>
          <DropdownMenu.Item class="menu-item" onSelect={() => askHowToExport(props.chat)}>
            <IconDownload /> Export
          </DropdownMenu.Item>
          <DropdownMenu.Item class="menu-item" onSelect={() => askForFolderOf([props.chat.id])}>
            <IconFolder /> {folderWords.moveItem}
          </DropdownMenu.Item>
          <DropdownMenu.Item class="menu-item" onSelect={select}>
            <IconCheckSquare /> {selectionWords.item}
          </DropdownMenu.Item>
          <DropdownMenu.Separator class="menu-separator" />
          <DropdownMenu.Item class="menu-item danger" onSelect={remove}>
            <IconTrash /> Delete
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  )
}

import { DropdownMenu } from "@kobalte/core/dropdown-menu"
import { useNavigate } from "@solidjs/router"
import IconCheckSquare from "~icons/lucide/square-check"
import IconEllipsis from "~icons/lucide/ellipsis"
import IconFolderX from "~icons/lucide/folder-x"
import IconPencil from "~icons/lucide/pencil"
import IconPenLine from "~icons/lucide/square-pen"
import { askForFolder } from "../data/chatRows.ts"
import { focusComposer } from "../shell/focusComposer.ts"
import { closeDrawer } from "../shell/layout.ts"
import { showFailure } from "../shell/toasts.ts"
import { removeFolder } from "./bulkCommands.ts"
import { folderWords } from "./folderWords.ts"
import { startSelecting } from "./selection.ts"

/** What can be done with a folder. */
export const FolderMenu = (props: { readonly name: string; readonly onRename: () => void }) => {
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

import { DropdownMenu } from "@kobalte/core/dropdown-menu"
import { Show } from "solid-js"
import IconEllipsis from "~icons/lucide/ellipsis"
import IconGitFork from "~icons/lucide/git-fork"
import IconQuote from "~icons/lucide/quote"
import IconType from "~icons/lucide/type"
import { copyAsText, forkFromHere, moreActions, quoteMessage } from "./messageWords.ts"

export interface MessageMenuProps {
  readonly onQuote: () => void
  readonly onCopyText: () => void
  /** Absent while the message is not saved. */
  readonly onFork: (() => void) | undefined
}

/** What else can be done with a message. Mounted by the first press on its button, and so opens at once. */
export const MessageMenu = (props: MessageMenuProps) => {
  let quoting = false
  return (
    <DropdownMenu modal={false} gutter={4} defaultOpen>
      <DropdownMenu.Trigger class="icon-button small" aria-label={moreActions} title={moreActions}>
        <IconEllipsis />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          class="menu"
          onCloseAutoFocus={(event) => {
            if (!quoting) return
            quoting = false
            event.preventDefault()
            // the composer takes the focus after the menu has let it go
            setTimeout(() => props.onQuote())
          }}
        >
          <DropdownMenu.Item
            class="menu-item"
            onSelect={() => {
              quoting = true
            }}
          >
            <IconQuote /> {quoteMessage}
          </DropdownMenu.Item>
          <DropdownMenu.Item class="menu-item" onSelect={() => props.onCopyText()}>
            <IconType /> {copyAsText}
          </DropdownMenu.Item>
          <Show when={props.onFork}>
            {(fork) => (
              <DropdownMenu.Item class="menu-item" onSelect={() => fork()()}>
                <IconGitFork /> {forkFromHere}
              </DropdownMenu.Item>
            )}
          </Show>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  )
}

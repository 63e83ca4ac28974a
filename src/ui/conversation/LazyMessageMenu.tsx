import { createSignal, Show } from "solid-js"
import { Dynamic } from "solid-js/web"
import IconEllipsis from "~icons/lucide/ellipsis"
import type { MessageMenu, MessageMenuProps } from "./MessageMenu.tsx"
import { moreActions } from "./messageWords.ts"

const [menu, setMenu] = createSignal<typeof MessageMenu>()

/** A button until it is pressed: a menu for each message would cost more than the messages. */
export const LazyMessageMenu = (props: MessageMenuProps) => {
  const [wanted, setWanted] = createSignal(false)
  const open = () => {
    setWanted(true)
    if (menu() === undefined) void import("./MessageMenu.tsx").then((it) => setMenu(() => it.MessageMenu))
  }
  return (
    <Show
      when={wanted() && menu()}
      fallback={
        <button
          type="button"
          class="icon-button small"
          aria-label={moreActions}
          title={moreActions}
          aria-haspopup="menu"
          onClick={open}
        >
          <IconEllipsis />
        </button>
      }
    >
      <Dynamic component={menu()} {...props} />
    </Show>
  )
}

import { type ComponentProps, createSignal, onMount, Show } from "solid-js"
import { Dynamic } from "solid-js/web"
import IconEllipsis from "~icons/lucide/ellipsis"
import type { ChatMenu } from "./ChatMenu.tsx"

const [menu, setMenu] = createSignal<typeof ChatMenu>()

/**
 * The menu's code comes after the page; its place is kept meanwhile. Not with `lazy`: what suspends while the
 * router is going to another page may never be shown.
 */
export const LazyChatMenu = (props: ComponentProps<typeof ChatMenu>) => {
  onMount(() => {
    if (menu() === undefined) void import("./ChatMenu.tsx").then((it) => setMenu(() => it.ChatMenu))
  })
  return (
    <Show
      when={menu()}
      fallback={
        <span class="icon-button" aria-hidden="true">
          <IconEllipsis />
        </span>
      }
    >
      <Dynamic component={menu()} {...props} />
    </Show>
  )
}

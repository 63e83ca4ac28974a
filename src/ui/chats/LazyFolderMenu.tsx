import { type ComponentProps, createSignal, onMount, Show } from "solid-js"
import { Dynamic } from "solid-js/web"
import IconEllipsis from "~icons/lucide/ellipsis"
import type { FolderMenu } from "./FolderMenu.tsx"

const [menu, setMenu] = createSignal<typeof FolderMenu>()

/** As the menu of a chat, its code comes after the page. */
export const LazyFolderMenu = (props: ComponentProps<typeof FolderMenu>) => {
  onMount(() => {
    if (menu() === undefined) void import("./FolderMenu.tsx").then((it) => setMenu(() => it.FolderMenu))
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

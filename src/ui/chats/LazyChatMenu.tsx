import { type ComponentProps, lazy, Suspense } from "solid-js"
import IconEllipsis from "~icons/lucide/ellipsis"

const ChatMenu = lazy(async () => ({ default: (await import("./ChatMenu.tsx")).ChatMenu }))

/** The menu's code comes after the page; its place is kept meanwhile. */
export const LazyChatMenu = (props: ComponentProps<typeof ChatMenu>) => (
  <Suspense
    fallback={
      <span class="icon-button" aria-hidden="true">
        <IconEllipsis />
      </span>
    }
  >
    <ChatMenu {...props} />
  </Suspense>
)

import { A, useLocation } from "@solidjs/router"
import { createSignal, Show } from "solid-js"
import type { ChatRow } from "../../domain/Chat.ts"
import { isAnswering } from "../data/runningReplies.ts"
import { conflictsOf } from "../data/useConflicts.ts"
import { closeDrawer } from "../shell/layout.ts"
import { rename } from "./chatCommands.ts"
import { LazyChatMenu } from "./LazyChatMenu.tsx"
import { TitleEditor } from "./TitleEditor.tsx"

/** A link to a chat. Its menu is made when somebody comes near, since a list may have thousands of rows. */
export const ChatListItem = (props: { readonly chat: ChatRow }) => {
  const location = useLocation()
  const [near, setNear] = createSignal(false)
  const [menuOpen, setMenuOpen] = createSignal(false)
  const [renaming, setRenaming] = createSignal(false)
  const path = () => `/chat/${props.chat.id}`
  const current = () => location.pathname === path()
  return (
    <li
      class="chat-row"
      classList={{ current: current() }}
      onPointerEnter={() => setNear(true)}
      onPointerLeave={() => setNear(false)}
      onFocusIn={() => setNear(true)}
      onFocusOut={(event) => {
        const inside =
          event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)
        if (!inside) setNear(false)
      }}
    >
      <Show
        when={renaming()}
        fallback={
          <>
            <A href={path()} class="chat-link" onClick={closeDrawer}>
              {props.chat.title}
            </A>
            <Show when={conflictsOf({ entityType: "chat", entityId: props.chat.id }).length > 0}>
              <span class="chat-conflict" role="img" aria-label="Has two versions" title="Has two versions" />
            </Show>
            <Show when={isAnswering(props.chat.id)}>
              <span
                class="chat-answering"
                role="img"
                aria-label="A reply is being written"
                title="A reply is being written"
              />
            </Show>
            <Show when={near() || menuOpen()}>
              <LazyChatMenu
                chat={props.chat}
                // the open chat's own menu, in its header, has the plain name
                label={current() ? "More for this chat" : "Chat actions"}
                onRename={() => setRenaming(true)}
                onOpenChange={setMenuOpen}
              />
            </Show>
          </>
        }
      >
        <TitleEditor
          title={props.chat.title}
          onDone={(title) => {
            rename(props.chat, title)
            setRenaming(false)
          }}
          onCancel={() => setRenaming(false)}
        />
      </Show>
    </li>
  )
}

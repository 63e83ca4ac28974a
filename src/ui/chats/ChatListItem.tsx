import { A, useLocation } from "@solidjs/router"
import { Schema } from "effect"
import { createSignal, Show } from "solid-js"
import type { ChatRow } from "../../domain/Chat.ts"
import { ChatId } from "../../domain/Ids.ts"
import { isAnswering } from "../data/runningReplies.ts"
import { conflictsOf } from "../data/useConflicts.ts"
import { closeDrawer } from "../shell/layout.ts"
import { rename } from "./chatCommands.ts"
import { dragChats } from "./dragChats.ts"
import { LazyChatMenu } from "./LazyChatMenu.tsx"
import {
  isSelected,
  isSelecting,
  selectedIds,
  selectRange,
  startSelecting,
  toggleSelected,
} from "./selection.ts"
import { TitleEditor } from "./TitleEditor.tsx"

const isChatId = Schema.is(ChatId)

/** A link to a chat. Its menu is made when somebody comes near, since a list may have thousands of rows. */
export const ChatListItem = (props: { readonly chat: ChatRow }) => {
  const location = useLocation()
  const [near, setNear] = createSignal(false)
  const [menuOpen, setMenuOpen] = createSignal(false)
  const [renaming, setRenaming] = createSignal(false)
  const path = () => `/chat/${props.chat.id}`
  const current = () => location.pathname === path()
  /** With Shift or Control held it is chosen instead of opened. */
  const open = (event: MouseEvent) => {
    if (!event.shiftKey && !event.ctrlKey && !event.metaKey) return closeDrawer()
    event.preventDefault()
    startSelecting([props.chat.id])
  }
  const choose = (event: MouseEvent) => {
    if (event.shiftKey) {
      event.preventDefault()
      const boxes = document.querySelectorAll<HTMLElement>(".chat-list [data-chat]")
      selectRange(props.chat.id, Array.from(boxes, (box) => box.dataset["chat"] ?? "").filter(isChatId))
    } else {
      toggleSelected(props.chat.id)
    }
  }
  return (
    <li
      class="chat-row"
      classList={{ current: current() && !isSelecting(), chosen: isSelected(props.chat.id) }}
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
            <Show
              when={isSelecting()}
              fallback={
                <A
                  href={path()}
                  class="chat-link"
                  draggable={true}
                  onDragStart={(event) => dragChats(event, [props.chat.id])}
                  onClick={open}
                >
                  {props.chat.title}
                </A>
              }
            >
              <label
                class="chat-link chat-choice"
                draggable={true}
                onDragStart={(event) =>
                  dragChats(event, isSelected(props.chat.id) ? selectedIds() : [props.chat.id])
                }
              >
                <input
                  type="checkbox"
                  data-chat={props.chat.id}
                  checked={isSelected(props.chat.id)}
                  onClick={choose}
                />
                <span>{props.chat.title}</span>
              </label>
            </Show>
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
            <Show when={(near() || menuOpen()) && !isSelecting()}>
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

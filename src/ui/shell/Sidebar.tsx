import { A, useLocation } from "@solidjs/router"
import { Show } from "solid-js"
import IconPenLine from "~icons/lucide/square-pen"
import IconSearch from "~icons/lucide/search"
import IconSettings from "~icons/lucide/settings"
import { printedKeys } from "../actions/keymap.ts"
import { KeptHere } from "../backup/KeptHere.tsx"
import { ChatList } from "../chats/ChatList.tsx"
import type { Chats } from "../data/useChats.ts"
import { openPalette } from "../palette/openPalette.ts"
import { SyncStatusIndicator } from "../sync/SyncStatusIndicator.tsx"
import { closeDrawer, sidebarShown } from "./layout.ts"
import { Mark } from "./Mark.tsx"

interface Props {
  readonly list: Chats
  readonly onNewChat: () => void
}

export const Sidebar = (props: Props) => {
  const location = useLocation()
  return (
    <aside id="sidebar" class="sidebar" aria-label="Sidebar" inert={!sidebarShown()}>
      <div class="sidebar-top">
        <div class="brand">
          <Mark />
          <span>OpenChat</span>
        </div>
        <button type="button" class="sidebar-button primary" onClick={() => props.onNewChat()}>
          <IconPenLine />
          New chat
        </button>
        <button type="button" class="sidebar-button" onClick={() => openPalette()}>
          <IconSearch />
          Search
          <kbd class="hint" aria-hidden="true">
            {printedKeys("palette").join(" ")}
          </kbd>
        </button>
      </div>
      <ChatList list={props.list} />
      <div class="sidebar-bottom">
        <KeptHere chats={props.list.chats.length} />
        <Show when={sidebarShown()}>
          <SyncStatusIndicator />
        </Show>
        <A
          href="/settings/general"
          class="sidebar-button"
          classList={{ current: location.pathname.startsWith("/settings") }}
          onClick={closeDrawer}
        >
          <IconSettings />
          Settings
        </A>
      </div>
    </aside>
  )
}

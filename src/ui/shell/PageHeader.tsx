import { type JSX, createEffect, Show } from "solid-js"
import IconPanelLeft from "~icons/lucide/panel-left"
import { SyncStatusIndicator } from "../sync/SyncStatusIndicator.tsx"
import { sidebarShown, toggleSidebar } from "./layout.ts"

interface Props {
  readonly title: string
  /** Instead of the plain heading, such as one that can become a field. */
  readonly heading?: JSX.Element
  readonly children?: JSX.Element
}

/** The bar at the top of every page: the way to the sidebar, the heading, what can be done. */
export const PageHeader = (props: Props) => {
  createEffect(() => {
    document.title = `${props.title} · OpenChat`
  })
  return (
    <header class="page-header">
      <button
        type="button"
        class="icon-button"
        aria-label={sidebarShown() ? "Hide sidebar" : "Show sidebar"}
        aria-expanded={sidebarShown()}
        aria-controls="sidebar"
        onClick={toggleSidebar}
      >
        <IconPanelLeft />
      </button>
      {props.heading ?? <h1 class="page-title">{props.title}</h1>}
      <div class="page-header-actions">
        {/* there is one of it: at the foot of the sidebar, or here while that is hidden */}
        <Show when={!sidebarShown()}>
          <SyncStatusIndicator compact />
        </Show>
        {props.children}
      </div>
    </header>
  )
}

import { A, Navigate, useParams } from "@solidjs/router"
import { type Component, createEffect, createSignal, For, on, Show } from "solid-js"
import { Dynamic } from "solid-js/web"
import { PageHeader } from "../shell/PageHeader.tsx"
import { AboutSettings } from "./AboutSettings.tsx"
import { AccountSettings } from "./AccountSettings.tsx"
import { AppearanceSettings } from "./AppearanceSettings.tsx"
import { DataSettings } from "./DataSettings.tsx"
import { DebugPanel } from "./DebugPanel.tsx"
import { GeneralSettings } from "./GeneralSettings.tsx"
import { ProviderSettings } from "./ProviderSettings.tsx"
import { ShelfView } from "./ShelfView.tsx"
import { ShortcutSettings } from "./ShortcutSettings.tsx"
import { SyncSettings } from "./SyncSettings.tsx"
import "./settings.css"

interface Section {
  readonly path: string
  readonly name: string
  readonly view: Component
}

const sections: ReadonlyArray<Section> = [
  { path: "general", name: "General", view: GeneralSettings },
  { path: "appearance", name: "Appearance", view: AppearanceSettings },
  { path: "account", name: "Account", view: AccountSettings },
  { path: "sync", name: "Sync", view: SyncSettings },
  { path: "providers", name: "Providers", view: ProviderSettings },
  { path: "shortcuts", name: "Shortcuts", view: ShortcutSettings },
  { path: "data", name: "Data", view: DataSettings },
  { path: "archived", name: "Archived", view: () => <ShelfView shelf="archived" /> },
  { path: "trash", name: "Trash", view: () => <ShelfView shelf="trash" /> },
  { path: "about", name: "About", view: AboutSettings },
  { path: "debug", name: "Debug", view: DebugPanel },
]

export const SettingsPage = () => {
  const params = useParams<{ section?: string }>()
  const section = () => sections.find(({ path }) => path === params.section)
  const [nav, setNav] = createSignal<HTMLElement>()
  // on a phone the sections are a row that is longer than the screen
  createEffect(
    on([nav, section], ([element]) =>
      element?.querySelector(".current")?.scrollIntoView({ block: "nearest", inline: "center" }),
    ),
  )
  return (
    <Show when={section()} fallback={<Navigate href="/settings/general" />}>
      {(it) => (
        <main class="page" id="main" tabindex="-1">
          <PageHeader title={it().name} />
          <div class="settings">
            <nav ref={setNav} class="settings-nav" aria-label="Settings sections">
              <For each={sections}>
                {({ path, name }) => (
                  <A href={`/settings/${path}`} activeClass="current">
                    {name}
                  </A>
                )}
              </For>
            </nav>
            <div class="settings-body">
              <Dynamic component={it().view} />
            </div>
          </div>
        </main>
      )}
    </Show>
  )
}

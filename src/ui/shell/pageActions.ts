import { offerActions } from "../actions/registry.ts"
import { startSelecting } from "../chats/selection.ts"
import { triggerSync } from "../data/syncStatus.ts"
import { openPalette } from "../palette/openPalette.ts"
import { showDialog } from "./dialogs.ts"
import { focusComposer } from "./focusComposer.ts"
import { cycleLandmarks } from "./landmarks.ts"
import { sidebarShown, toggleSidebar } from "./layout.ts"
import { listedPaths, neighbour } from "./neighbour.ts"
import { theme } from "../preferences/looks.ts"
import { showFailure } from "./toasts.ts"

/** What can be done on every page. */
export const offerPageActions = (
  navigate: (path: string) => void,
  path: () => string,
  newChat: () => void,
): void => {
  const go = (step: -1 | 1) => {
    const next = neighbour(listedPaths(), path(), step)
    if (next !== undefined) navigate(next)
  }
  const settings = (section: string) => () => navigate(`/settings/${section}`)
  offerActions({
    palette: () => openPalette(),
    newChat,
    shortcuts: () => showDialog("shortcuts"),
    settings: settings("general"),
    sidebar: toggleSidebar,
    composer: focusComposer,
    nextRegion: () => cycleLandmarks(1),
    previousRegion: () => cycleLandmarks(-1),
    syncNow: () => triggerSync(showFailure),
    lightTheme: { run: () => theme.choose("light"), available: () => theme.chosen() !== "light" },
    darkTheme: { run: () => theme.choose("dark"), available: () => theme.chosen() !== "dark" },
    systemTheme: { run: () => theme.choose("system"), available: () => theme.chosen() !== "system" },
    selectChats: () => {
      if (!sidebarShown()) toggleSidebar()
      startSelecting()
    },
    previousChat: () => go(-1),
    nextChat: () => go(1),
    settingsAccount: settings("account"),
    settingsSync: settings("sync"),
    settingsProviders: settings("providers"),
    settingsShortcuts: settings("shortcuts"),
    settingsData: settings("data"),
    settingsArchived: settings("archived"),
    settingsTrash: settings("trash"),
    settingsAbout: settings("about"),
    settingsDebug: settings("debug"),
  })
}

import { type RouteSectionProps, useLocation, useNavigate } from "@solidjs/router"
import { ErrorBoundary, lazy, Match, onCleanup, onMount, Show, Suspense, Switch } from "solid-js"
import { usePersonChange } from "../account/usePersonChange.ts"
import { useScheduledBackup } from "../backup/useScheduledBackup.ts"
import { resumeChanges } from "../data/changes.ts"
import { lendBrowserModel } from "../data/lendBrowserModel.ts"
import { useChats } from "../data/useChats.ts"
import { useLocalDatabase } from "../data/useLocalDatabase.ts"
import { useProblems } from "../data/useProblems.ts"
import { useSyncNews } from "../sync/useSyncNews.ts"
import { versionsSubject } from "../sync/versions.ts"
import { announcement } from "./announce.ts"
import { Banners } from "./Banners.tsx"
import { CrashScreen } from "./CrashScreen.tsx"
import { closeDialog, openDialog, showDialog } from "./dialogs.ts"
import { focusComposer } from "./focusComposer.ts"
import { closeDrawer, drawerShown, sidebarShown, toggleSidebar } from "./layout.ts"
import { neighbour } from "./neighbour.ts"
import { RecoveryScreen } from "./RecoveryScreen.tsx"
import { listenToShortcuts } from "./shortcuts.ts"
import { Sidebar } from "./Sidebar.tsx"
import { StalledScreen } from "./StalledScreen.tsx"
import { exportSubject } from "../transfer/exportSubject.ts"
import { showToast, ToastRegion } from "./toasts.tsx"
import "./shell.css"

const SearchDialog = lazy(async () => ({
  default: (await import("../search/SearchDialog.tsx")).SearchDialog,
}))
const ExportDialog = lazy(async () => ({
  default: (await import("../transfer/ExportDialog.tsx")).ExportDialog,
}))
const VersionsDialog = lazy(async () => ({
  default: (await import("../sync/VersionsDialog.tsx")).VersionsDialog,
}))
const ShortcutsSheet = lazy(async () => ({ default: (await import("./ShortcutsSheet.tsx")).ShortcutsSheet }))

/** What stays on the screen while pages change. */
export const Shell = (props: RouteSectionProps) => {
  const navigate = useNavigate()
  const location = useLocation()
  const database = useLocalDatabase()
  const list = useChats("active")
  usePersonChange()
  useSyncNews()
  useScheduledBackup(database)
  useProblems((sentence) => showToast(sentence, undefined, "high"))

  const newChat = () => {
    closeDrawer()
    navigate("/")
    focusComposer()
  }
  const go = (step: -1 | 1) => {
    const path = neighbour(list.chats, location.pathname, step)
    if (path !== undefined) navigate(path)
  }
  onMount(() => {
    resumeChanges()
    void lendBrowserModel()
    // a shortcut of the installed page
    if (location.query["open"] === "search") showDialog("search")
    onCleanup(
      listenToShortcuts({
        search: () => showDialog("search"),
        newChat,
        sheet: () => showDialog("shortcuts"),
        settings: () => navigate("/settings/general"),
        sidebar: toggleSidebar,
        composer: focusComposer,
        previous: () => go(-1),
        next: () => go(1),
      }),
    )
  })
  return (
    <Switch
      fallback={
        <div
          class="shell"
          classList={{ "with-sidebar": sidebarShown(), "with-drawer": drawerShown() }}
          onKeyDown={(event) => event.key === "Escape" && closeDrawer()}
        >
          <a class="skip-link" href="#main">
            Skip to the conversation
          </a>
          <Sidebar list={list} onNewChat={newChat} />
          <div class="scrim" onClick={closeDrawer} />
          <div class="content" inert={drawerShown()}>
            <Banners database={database} />
            <ErrorBoundary fallback={(error, reset) => <CrashScreen error={error} retry={reset} />}>
              <Suspense>{props.children}</Suspense>
            </ErrorBoundary>
          </div>
          <Suspense>
            <Show when={openDialog() === "search"}>
              <SearchDialog recent={list.chats} onClose={closeDialog} />
            </Show>
            <Show when={openDialog() === "shortcuts"}>
              <ShortcutsSheet onClose={closeDialog} />
            </Show>
            <Show when={openDialog() === "versions" && versionsSubject()}>
              {(subject) => <VersionsDialog subject={subject()} onClose={closeDialog} />}
            </Show>
            <Show when={openDialog() === "export" && exportSubject()}>
              {(subject) => <ExportDialog subject={subject()} onClose={closeDialog} />}
            </Show>
          </Suspense>
          <ToastRegion />
          <div class="visually-hidden" role="status">
            {announcement()}
          </div>
        </div>
      }
    >
      <Match when={database.stalled()}>
        {(state) => <StalledScreen error={state().error} attempts={state().attempts} />}
      </Match>
      <Match when={database.unusable()}>
        {(failure) => <RecoveryScreen failure={failure()} database={database} />}
      </Match>
    </Switch>
  )
}

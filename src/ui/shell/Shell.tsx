import { type RouteSectionProps, useLocation, useNavigate } from "@solidjs/router"
import { ErrorBoundary, lazy, Match, onCleanup, onMount, Show, Suspense, Switch } from "solid-js"
import { listenToKeys } from "../actions/listenToKeys.ts"
import { usePersonChange } from "../account/usePersonChange.ts"
import { useScheduledBackup } from "../backup/useScheduledBackup.ts"
import { allChats } from "../data/allChats.ts"
import { resumeChanges } from "../data/changes.ts"
import { lendBrowserModel } from "../data/lendBrowserModel.ts"
import { sidebarChats } from "../data/sidebarChats.ts"
import { useLocalDatabase } from "../data/useLocalDatabase.ts"
import { useProblems } from "../data/useProblems.ts"
import { useSyncNews } from "../sync/useSyncNews.ts"
import { versionsSubject } from "../sync/versions.ts"
import { announcement } from "./announce.ts"
import { Banners } from "./Banners.tsx"
import { CrashScreen } from "./CrashScreen.tsx"
import { closeDialog, openDialog, showDialog } from "./dialogs.ts"
import { focusComposer } from "./focusComposer.ts"
import { closeDrawer, drawerShown, sidebarShown, wide } from "./layout.ts"
import { later } from "./later.tsx"
import { offerPageActions } from "./pageActions.ts"
import { Sidebar } from "./Sidebar.tsx"
import { exportSubject } from "../transfer/exportSubject.ts"
import { showToast, ToastRegion } from "./toasts.ts"
import { whenIdle } from "./whenIdle.ts"
import "./shell.css"

const RecoveryScreen = later(async () => (await import("./RecoveryScreen.tsx")).RecoveryScreen)
const StalledScreen = later(async () => (await import("./StalledScreen.tsx")).StalledScreen)
const SidebarResizer = later(async () => (await import("./SidebarResizer.tsx")).SidebarResizer)
const ExportDialog = lazy(async () => ({
  default: (await import("../transfer/ExportDialog.tsx")).ExportDialog,
}))
const Palette = lazy(async () => ({ default: (await import("../palette/Palette.tsx")).Palette }))
const VersionsDialog = lazy(async () => ({
  default: (await import("../sync/VersionsDialog.tsx")).VersionsDialog,
}))
const MoveDialog = lazy(async () => ({ default: (await import("../chats/MoveDialog.tsx")).MoveDialog }))
const ShortcutsSheet = lazy(async () => ({ default: (await import("./ShortcutsSheet.tsx")).ShortcutsSheet }))

/** What stays on the screen while pages change. */
export const Shell = (props: RouteSectionProps) => {
  const navigate = useNavigate()
  const location = useLocation()
  const database = useLocalDatabase()
  const list = sidebarChats()
  usePersonChange()
  useSyncNews()
  useScheduledBackup(database)
  useProblems((sentence) => showToast(sentence, undefined, "high"))

  const newChat = () => {
    closeDrawer()
    navigate("/")
    focusComposer()
  }
  offerPageActions(navigate, () => location.pathname, newChat)
  onMount(() => {
    resumeChanges()
    void lendBrowserModel()
    // a shortcut of the installed page
    if (location.query["open"] === "search") showDialog("palette")
    onCleanup(listenToKeys())
    // so that it is there at the first press of its keys
    whenIdle(() => {
      allChats()
      void Palette.preload()
    })
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
          <Show when={wide() && sidebarShown()}>
            <SidebarResizer />
          </Show>
          <div class="scrim" onClick={closeDrawer} />
          <div class="content" inert={drawerShown()}>
            <Banners database={database} />
            <ErrorBoundary fallback={(error, reset) => <CrashScreen error={error} retry={reset} />}>
              <Suspense>{props.children}</Suspense>
            </ErrorBoundary>
          </div>
          <Suspense>
            <Show when={openDialog() === "palette"}>
              <Palette chats={allChats().chats} onClose={closeDialog} />
            </Show>
            <Show when={openDialog() === "move"}>
              <MoveDialog onClose={closeDialog} />
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

import { A } from "@solidjs/router"
import { Match, Show, Switch } from "solid-js"
import IconCircleAlert from "~icons/lucide/circle-alert"
import IconHardDrive from "~icons/lucide/hard-drive"
import IconLoader from "~icons/lucide/loader-circle"
import { storageLevel } from "../../domain/storageLevel.ts"
import type { StorageStatus } from "../../domain/StorageStatus.ts"
import type { LocalDatabase } from "../data/useLocalDatabase.ts"
import { createDelayed } from "./createDelayed.ts"
import { later } from "./later.tsx"

const ConflictBanner = later(async () => (await import("../sync/ConflictBanner.tsx")).ConflictBanner)
const RebuiltBanner = later(async () => (await import("./RebuiltBanner.tsx")).RebuiltBanner)
const SyncBanners = later(async () => (await import("../sync/SyncBanners.tsx")).SyncBanners)
const TemporaryBanner = later(async () => (await import("./TemporaryBanner.tsx")).TemporaryBanner)
const VersionBanner = later(async () => (await import("./VersionBanner.tsx")).VersionBanner)

/** Kept in memory alone: said for as long as it is so, since a reload would lose everything. */
const StorageBanner = () => (
  <div class="banner warning" role="status" aria-label="Storage: nothing is kept after this tab is closed">
    <IconHardDrive />
    <p>
      <strong>Nothing will be kept.</strong> This browser offers no storage here, so your chats are gone when
      this tab is closed. Export them from Settings, Data.
    </p>
  </div>
)

/** Said while there is still time to do something about it. */
const SpaceBanner = (props: { readonly status: StorageStatus; readonly critical: boolean }) => {
  const percent = () => Math.floor(((props.status.usage ?? 0) / (props.status.quota ?? 1)) * 100)
  return (
    <div
      class="banner"
      classList={{ warning: props.critical }}
      role="status"
      aria-label="Storage is running low"
    >
      <IconHardDrive />
      <p>
        <strong>Storage is {percent()} % full.</strong>{" "}
        {props.critical
          ? "New messages may soon not be saved."
          : "There is still room, and nothing is lost meanwhile."}{" "}
        <A href="/settings/data">See what takes up room</A>
      </p>
    </div>
  )
}

/** What the person should know about the database just now, for as long as it lasts. */
export const Banners = (props: { readonly database: LocalDatabase }) => {
  const state = () => props.database.connection()
  const starting = createDelayed(() => state()._tag === "Starting", 3_000)
  // a hand-over between tabs takes a quarter of a second and is nobody's business
  const restarting = createDelayed(() => state()._tag === "Restarting", 700)
  const trouble = createDelayed(() => props.database.trouble() !== undefined, 700)
  const level = () => {
    const status = props.database.status()
    return status === undefined ? "enough" : storageLevel(status)
  }
  return (
    <div class="banners">
      <Show when={props.database.status()?.kind === "memory"}>
        <StorageBanner />
      </Show>
      <Show when={props.database.status()?.kind === "temporary"}>
        <TemporaryBanner database={props.database} />
      </Show>
      <Show when={props.database.status()?.rebuilt}>
        {(rebuilt) => <RebuiltBanner rebuilt={rebuilt()} database={props.database} />}
      </Show>
      <Show when={level() !== "enough" && props.database.status()}>
        {(status) => <SpaceBanner status={status()} critical={level() === "critical"} />}
      </Show>
      <Switch>
        <Match when={restarting()}>
          <div class="banner" role="status" aria-label="The database is starting again">
            <IconLoader class="spin" />
            <p>
              The database stopped and is being started again. What was saved is safe; you can go on writing.
            </p>
          </div>
        </Match>
        <Match when={starting()}>
          <div class="banner" role="status" aria-label="The database is starting">
            <IconLoader class="spin" />
            <p>
              Opening your chats takes longer than usual. You can write meanwhile; it is saved once they are
              open.
            </p>
          </div>
        </Match>
        <Match when={trouble() && props.database.trouble()}>
          {(failure) => (
            <div class="banner warning" role="status" aria-label="The database cannot be read just now">
              <IconCircleAlert />
              <p>{failure().sentence}</p>
            </div>
          )}
        </Match>
      </Switch>
      <SyncBanners />
      <ConflictBanner />
      <VersionBanner connection={state()} />
    </div>
  )
}

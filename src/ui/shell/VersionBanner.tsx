import { createMemo, createSignal, Match, Switch } from "solid-js"
import IconRefresh from "~icons/lucide/refresh-cw"
import IconSparkles from "~icons/lucide/sparkles"
import { type Connection, wireVersion } from "../../domain/rpc/TabWire.ts"
import { isAnsweringAny } from "../data/runningReplies.ts"
import { reloadIntoNewest, updateLater, versionState } from "../client/updates.ts"
import { createDelayed } from "./createDelayed.ts"

const ReloadButton = () => {
  const [busy, setBusy] = createSignal(false)
  return (
    <button
      type="button"
      class="button small primary"
      disabled={busy()}
      onClick={() => {
        setBusy(true)
        reloadIntoNewest()
      }}
    >
      {busy() ? "Reloading…" : "Reload"}
    </button>
  )
}

/**
 * Two versions on one device, as far as this page has a part in it. It only asks: the page is never taken away from
 * under what a person is writing, and what is typed is kept over the reload. A reply that is being written would be
 * interrupted: it is asked for afterwards.
 */
export const VersionBanner = (props: { readonly connection: Connection }) => {
  const leader = createMemo(() =>
    props.connection._tag === "OtherVersion" ? props.connection.leader : wireVersion,
  )
  // one that is reloaded itself waits anew
  const newerWaits = createDelayed(
    () => props.connection._tag === "Connected" && props.connection.newerWaits,
    700,
  )
  return (
    <Switch>
      <Match when={leader() > wireVersion}>
        <div class="banner warning" role="status" aria-label="Another version of OpenChat is open">
          <IconRefresh />
          <p>
            <strong>A newer OpenChat is open in another tab.</strong> Reload this one to go on; what you typed
            is kept.
          </p>
          <ReloadButton />
        </div>
      </Match>
      <Match when={leader() < wireVersion}>
        <div class="banner warning" role="status" aria-label="Another version of OpenChat is open">
          <IconRefresh />
          <p>
            <strong>An older OpenChat is open in another tab.</strong> Reload that tab, or close it, to go on
            here. What you write meanwhile is kept.
          </p>
        </div>
      </Match>
      <Match when={newerWaits() && !isAnsweringAny()}>
        <div class="banner warning" role="status" aria-label="A newer version of OpenChat waits">
          <IconRefresh />
          <p>
            <strong>A newer OpenChat is open in another tab and waits for this one.</strong> Reload; what you
            typed is kept.
          </p>
          <ReloadButton />
        </div>
      </Match>
      <Match when={versionState() === "replaced" && !isAnsweringAny()}>
        <div class="banner" role="status" aria-label="OpenChat was updated in another tab">
          <IconSparkles />
          <p>
            <strong>OpenChat was updated in another tab.</strong> Reload this one too; what you typed is kept.
          </p>
          <ReloadButton />
        </div>
      </Match>
      <Match when={versionState() === "ready" && !isAnsweringAny()}>
        <div class="banner" role="status" aria-label="A new version is there">
          <IconSparkles />
          <p>
            <strong>A new version is there.</strong> Reload; what you typed is kept.
          </p>
          <ReloadButton />
          <button type="button" class="button small" onClick={updateLater}>
            Later
          </button>
        </div>
      </Match>
    </Switch>
  )
}

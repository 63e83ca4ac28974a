import { A, useLocation } from "@solidjs/router"
import { createSignal, Match, Switch } from "solid-js"
import IconCloudOff from "~icons/lucide/cloud-off"
import IconLogIn from "~icons/lucide/log-in"
import { stateOf } from "../../domain/sync/SyncStatus.ts"
import { syncStatus } from "../data/syncStatus.ts"
import { useAccount } from "../data/useAccount.ts"
import { createDelayed } from "../shell/createDelayed.ts"

const [dismissed, setDismissed] = createSignal(false)

/** What the person should know about sync wherever they are. Everything else the indicator says. */
export const SyncBanners = () => {
  const { account } = useAccount()
  const location = useLocation()
  const state = () => {
    const status = syncStatus()
    return status && stateOf(status)
  }
  const ended = createDelayed(() => state() === "signed-out" && account()?.email != null, 500)
  const cutOff = createDelayed(() => state() === "offline" && syncStatus()?.mode === "cloud-only", 2_000)
  return (
    <Switch>
      <Match when={ended() && !dismissed() && location.pathname !== "/settings/account"}>
        <div class="banner" role="status" aria-label="You are signed out">
          <IconLogIn />
          <p>Sign in again to go on syncing; everything stays here.</p>
          <A class="button small primary" href="/settings/account">
            Sign in
          </A>
          <button type="button" class="button small" onClick={() => setDismissed(true)}>
            Not now
          </button>
        </div>
      </Match>
      <Match when={cutOff()}>
        <div class="banner warning" role="status" aria-label="No connection to the server">
          <IconCloudOff />
          <p>
            The server cannot be reached. In cloud only mode nothing is kept on this device, so nothing can be
            read or written until it can.
          </p>
        </div>
      </Match>
    </Switch>
  )
}

import { A } from "@solidjs/router"
import { Show } from "solid-js"
import IconShieldAlert from "~icons/lucide/shield-alert"
import IconShieldCheck from "~icons/lucide/shield-check"
import { syncStatus } from "../data/syncStatus.ts"
import { useStorage } from "../data/useStorage.ts"
import { clock } from "../shell/clock.ts"
import { closeDrawer } from "../shell/layout.ts"
import { isWorrying, lastBackup } from "./backupRules.ts"
import { backupState } from "./backupState.ts"
import { isKeptHere } from "./useScheduledBackup.ts"
import "./backup.css"

/** On a device that does not sync: that there is no other copy, and how old the last backup is. */
export const KeptHere = (props: { readonly chats: number }) => {
  const storage = useStorage()
  const worrying = () => isWorrying(backupState(), props.chats, clock()())
  return (
    <Show when={syncStatus()?.mode === "local-only" && isKeptHere(storage)}>
      <A
        href="/settings/data"
        class="kept-here"
        classList={{ worrying: worrying() }}
        onClick={() => closeDrawer()}
      >
        <Show when={worrying()} fallback={<IconShieldCheck />}>
          <IconShieldAlert />
        </Show>
        <span>Kept only on this device · {lastBackup(backupState(), clock()())}</span>
      </A>
    </Show>
  )
}

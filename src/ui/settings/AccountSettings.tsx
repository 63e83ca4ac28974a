import { useNavigate } from "@solidjs/router"
import { createEffect, createSignal, on, Show } from "solid-js"
import type { Account } from "../../domain/Account.ts"
import { stateOf } from "../../domain/sync/SyncStatus.ts"
import { AccountForm } from "../account/AccountForm.tsx"
import { SignOutDialog } from "../account/SignOutDialog.tsx"
import { syncStatus } from "../data/syncStatus.ts"
import { useAccount } from "../data/useAccount.ts"
import { announce } from "../shell/announce.ts"
import { showFailure } from "../shell/toasts.ts"
import { countOf } from "../sync/countOf.ts"

const Name = (props: { readonly account: Account }) => {
  const { rename } = useAccount()
  const [name, setName] = createSignal("")
  createEffect(
    on(
      () => props.account.name,
      (stored) => setName(stored),
    ),
  )
  const changed = () => name().trim() !== "" && name().trim() !== props.account.name
  return (
    <form
      class="setting"
      onSubmit={(event) => {
        event.preventDefault()
        if (!changed()) return
        rename(name().trim(), showFailure)
        announce("Saved")
      }}
    >
      <label class="setting-name" for="account-name">
        Name
      </label>
      <div class="actions">
        <input
          id="account-name"
          class="field"
          autocomplete="name"
          maxlength={200}
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <Show when={changed()}>
          <button type="submit" class="button primary">
            Save
          </button>
        </Show>
      </div>
    </form>
  )
}

/** Who uses this device: signing in, creating an account, signing out. */
export const AccountSettings = () => {
  const { account } = useAccount()
  const navigate = useNavigate()
  const [leaving, setLeaving] = createSignal(false)
  const ended = () => {
    const status = syncStatus()
    return account()?.signedIn === false || (status !== undefined && stateOf(status) === "signed-out")
  }
  const pending = () => syncStatus()?.pendingChanges ?? 0
  const arrived = ({ email }: Account) => {
    announce(`Signed in as ${email}`)
    navigate("/settings/sync")
  }
  return (
    <Show when={account()} fallback={<p class="setting-hint">Asking the database…</p>}>
      {(who) => (
        <>
          <Show when={who().email}>
            {(email) => (
              <section class="account-card" aria-label="Account">
                <span class="account-initial" aria-hidden="true">
                  {who().name.slice(0, 1).toUpperCase()}
                </span>
                <div>
                  <p class="account-name">{who().name}</p>
                  <p class="account-email">{email()}</p>
                </div>
                <p class="badge">{ended() ? "Signed out" : "Signed in"}</p>
              </section>
            )}
          </Show>
          <Show
            when={who().email === null || ended()}
            fallback={
              <>
                <Name account={who()} />
                <section class="setting">
                  <h2 class="setting-name">This device</h2>
                  <p class="setting-hint">
                    Signing out stops sync here. You choose whether your chats stay on this device.
                  </p>
                  <div class="actions">
                    <button type="button" class="button" onClick={() => setLeaving(true)}>
                      Sign out
                    </button>
                  </div>
                </section>
              </>
            }
          >
            <section class="setting">
              <h2 class="setting-name">
                {who().email === null ? "Use OpenChat on several devices" : "Sign in again"}
              </h2>
              <p class="setting-hint">
                {who().email === null
                  ? "With an account, what you have written here is kept equal on all of your devices. Without one, everything works and stays on this device."
                  : pending() === 0
                    ? "Everything that was here is still here. Sign in to go on syncing."
                    : `Everything that was here is still here, and ${countOf(pending(), "change")} ${pending() === 1 ? "waits" : "wait"} to be sent.`}
              </p>
              <AccountForm email={who().email} onDone={arrived} />
            </section>
            <Show when={who().email !== null}>
              <section class="setting">
                <h2 class="setting-name">Somebody else’s turn?</h2>
                <p class="setting-hint">
                  Another account can sign in above: these chats are put aside until you come back. Or take
                  them off this device.
                </p>
                <div class="actions">
                  <button type="button" class="button" onClick={() => setLeaving(true)}>
                    Remove from this device…
                  </button>
                </div>
              </section>
            </Show>
          </Show>
          <Show when={leaving()}>
            <SignOutDialog
              removeOnly={who().email !== null && !who().signedIn}
              onClose={() => setLeaving(false)}
            />
          </Show>
        </>
      )}
    </Show>
  )
}

import { createSignal } from "solid-js"
import type { Account, Credentials, Registration } from "../../domain/Account.ts"
import type { Failure } from "../client/Failure.ts"
import { newEventId } from "../client/newId.ts"
import { attempt } from "../client/runtime.ts"
import { submit } from "./changes.ts"
import { journal } from "./journal.ts"
import { once } from "./once.ts"
import { followShown } from "./problems.ts"

type Done = (account: Account) => void
type Failed = (failure: Failure) => void

const shared = once(() => {
  const [account, setAccount] = createSignal<Account>()
  followShown((client) => client.account.watch(undefined, { asMailbox: true }), setAccount)
  return account
})

const signUp = (registration: Registration, done: Done, failed: Failed): void => {
  attempt((client) => client.account.signUp(registration), { success: done, failure: failed })
}

const signIn = (credentials: Credentials, done: Done, failed: Failed): void => {
  attempt((client) => client.account.signIn(credentials), { success: done, failure: failed })
}

/** @param wipe removes everything from this device, also what this page has not saved yet */
const signOut = (wipe: boolean, done: () => void, failed: Failed): void => {
  attempt((client) => client.account.signOut({ wipe }), {
    success: () => {
      if (wipe) journal.clear()
      done()
    },
    failure: failed,
  })
}

const rename = (name: string, failed: Failed): void => {
  const userId = shared()()?.userId
  if (userId === undefined) return
  submit([{ _tag: "UpdateUser", eventId: newEventId(), userId, patch: { name } }], { failed })
}

/** Who uses this device; undefined until the database has answered. One for the page. */
export const useAccount = () => ({ account: shared(), signUp, signIn, signOut, rename })

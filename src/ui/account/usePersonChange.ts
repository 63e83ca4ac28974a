import { createEffect, on } from "solid-js"
import { useAccount } from "../data/useAccount.ts"
import { journal } from "../data/journal.ts"

/**
 * When somebody else's chats take the place of the ones that were here, every tab begins anew: nothing that one
 * person wrote stays in a page that another one uses. Signing in for the first time changes nobody's chats.
 */
export const usePersonChange = (): void => {
  const { account } = useAccount()
  createEffect(
    on(account, (now, before) => {
      if (before === undefined || now === undefined || before.email === null) return
      if (now.userId !== before.userId) {
        journal.keepNothing()
        location.replace(location.pathname.startsWith("/settings") ? location.pathname : "/")
      }
    }),
  )
}

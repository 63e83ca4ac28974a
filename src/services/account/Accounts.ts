import { Effect, Option } from "effect"
import type { Account, Credentials, Registration } from "../../domain/Account.ts"
import { NotFound } from "../../domain/errors/InputErrors.ts"
import { Identity } from "../device/Identity.ts"
import type { LiveQuery } from "../live/LiveQuery.ts"
import { KeptState } from "../storage/KeptState.ts"
import { AccountApi } from "./AccountApi.ts"
import { Adoption } from "./Adoption.ts"
import { UserRepo } from "./UserRepo.ts"

/** Signing in and out. The database is opened anew after each, since all of it then belongs to somebody else. */
export class Accounts extends Effect.Service<Accounts>()("openchat/Accounts", {
  effect: Effect.gen(function* () {
    const api = yield* AccountApi
    const adoption = yield* Adoption
    const kept = yield* KeptState
    const users = yield* UserRepo
    const { hasAccount, signedIn, userId } = yield* Identity

    const watch: LiveQuery<Account> = {
      keys: ["users"],
      run: Effect.gen(function* () {
        const user = yield* users.byId(userId)
        if (Option.isNone(user)) return yield* new NotFound({ entity: "user", id: userId })
        const { email, name } = user.value
        return { userId, name, signedIn, email: hasAccount ? email : null }
      }),
    }

    const signUp = Effect.fn("Accounts.signUp")(function* (registration: Registration) {
      const account = yield* api.signUp(registration)
      yield* adoption.adopt(account)
      yield* kept.save
      return { ...account, signedIn: true }
    })

    const signIn = Effect.fn("Accounts.signIn")(function* (credentials: Credentials) {
      const account = yield* api.signIn(credentials)
      yield* adoption.adopt(account)
      yield* kept.save
      return { ...account, signedIn: true }
    })

    /** Also without a network: the device forgets the session either way. */
    const signOut = Effect.fn("Accounts.signOut")(function* ({ wipe }: { readonly wipe: boolean }) {
      yield* Effect.ignore(api.signOut)
      yield* wipe ? adoption.wipe : adoption.keep
      yield* kept.save
    })

    return { watch, signUp, signIn, signOut } as const
  }),
}) {}

import { Context, Effect, Layer } from "effect"
import {
  type AccountRefused,
  Offline,
  type ServerOverloaded,
  type Transient,
} from "../../domain/errors/SyncErrors.ts"
import type { Credentials, Registration, SignedIn } from "../../domain/Account.ts"

export type AccountError = AccountRefused | Offline | ServerOverloaded | Transient

/** The port to whoever keeps the accounts. The session itself is a cookie that no script can read. */
export class AccountApi extends Context.Tag("openchat/AccountApi")<
  AccountApi,
  {
    readonly signUp: (registration: Registration) => Effect.Effect<SignedIn, AccountError>
    readonly signIn: (credentials: Credentials) => Effect.Effect<SignedIn, AccountError>
    readonly signOut: Effect.Effect<void, AccountError>
    /** Makes the session last as long again as it did when it began. */
    readonly prolong: Effect.Effect<void, AccountError>
  }
>() {
  /** There is no server. */
  static readonly layerOffline = Layer.sync(AccountApi, () => {
    const offline = Effect.fail(new Offline({ detail: "there is no server" }))
    return { signUp: () => offline, signIn: () => offline, signOut: offline, prolong: offline }
  })
}

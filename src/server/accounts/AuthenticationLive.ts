import { Context, Effect, Layer, Option } from "effect"
import { NeedsAuth } from "../../domain/errors/SyncErrors.ts"
import { Authentication } from "../../domain/rpc/SyncRpcs.ts"
import { CallLimits } from "../CallLimits.ts"
import { Accounts, type Credentials } from "./Accounts.ts"

/**
 * Finds whose session a call belongs to, and counts it for that account.
 *
 * @throws NeedsAuth if it belongs to none
 * @throws ServerOverloaded if the account called too often
 */
export const authenticate = Effect.fn("authenticate")(function* (credentials: Credentials) {
  const accounts = yield* Accounts
  const limits = yield* CallLimits
  const user = yield* accounts.session(credentials)
  if (Option.isNone(user)) return yield* new NeedsAuth()
  yield* limits.count(`user:${user.value.userId}`)
  return user.value
})

/** By bearer token or by cookie. Over WebSocket the headers of the upgrade count for every call. */
export const AuthenticationLive = Layer.effect(
  Authentication,
  Effect.gen(function* () {
    const context = yield* Effect.map(
      Effect.context<Accounts | CallLimits>(),
      Context.pick(Accounts, CallLimits),
    )
    const limits = yield* CallLimits
    return ({ clientId, headers }) =>
      authenticate({ authorization: headers["authorization"], cookie: headers["cookie"] }).pipe(
        // a connection that guesses tokens is counted as a stranger
        Effect.tapErrorTag("NeedsAuth", () => limits.count(`connection:${clientId}`)),
        Effect.provide(context),
      )
  }),
)

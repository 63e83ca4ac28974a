import { HttpApiMiddleware, HttpApiSecurity, HttpServerRequest } from "@effect/platform"
import { Context, Effect, Layer, Redacted } from "effect"
import { NeedsAuth } from "../../domain/errors/SyncErrors.ts"
import { CurrentUser } from "../../domain/rpc/SyncRpcs.ts"
import { Accounts } from "../accounts/Accounts.ts"
import { authenticate } from "../accounts/AuthenticationLive.ts"
import { CallLimits } from "../CallLimits.ts"
import { SignInError } from "./apiErrors.ts"

/**
 * The same accounts as for the calls of a device: a bearer token, or the cookie of the page.
 *
 * @effect-expect-leaking HttpServerRequest | ParsedSearchParams | RouteContext
 */
export class ApiAuthentication extends HttpApiMiddleware.Tag<ApiAuthentication>()(
  "openchat/ApiAuthentication",
  {
    provides: CurrentUser,
    failure: SignInError,
    security: {
      bearer: HttpApiSecurity.bearer,
      cookie: HttpApiSecurity.apiKey({ in: "cookie", key: "openchat.session_token" }),
    },
  },
) {
  static readonly layer = Layer.effect(
    ApiAuthentication,
    Effect.gen(function* () {
      const context = yield* Effect.map(
        Effect.context<Accounts | CallLimits>(),
        Context.pick(Accounts, CallLimits),
      )
      return {
        bearer: (token) =>
          Redacted.value(token) === ""
            ? new NeedsAuth()
            : Effect.provide(authenticate({ authorization: `Bearer ${Redacted.value(token)}` }), context),
        // the name of the cookie depends on the encryption, so all of them are handed on
        cookie: () =>
          Effect.flatMap(HttpServerRequest.HttpServerRequest, ({ headers }) =>
            headers["authorization"] === undefined
              ? Effect.provide(authenticate({ cookie: headers["cookie"] }), context)
              : new NeedsAuth(),
          ),
      }
    }),
  )
}

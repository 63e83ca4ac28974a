import { HttpBody, HttpClient, type HttpClientError, HttpClientResponse } from "@effect/platform"
import { Effect, Layer, Option, Schema } from "effect"
import { SignedIn } from "../../domain/Account.ts"
import { AccountRefused, Offline, ServerOverloaded, Transient } from "../../domain/errors/SyncErrors.ts"
import { AccountApi } from "./AccountApi.ts"

/** What better-auth answers: https://www.better-auth.com/docs/authentication/email-password */
const Answer = Schema.Struct({
  user: Schema.Struct({ id: SignedIn.fields.userId, email: Schema.String, name: Schema.String }),
})
const Refusal = Schema.Struct({
  code: Schema.optional(Schema.String),
  message: Schema.optional(Schema.String),
})

const reasons: Readonly<Record<string, AccountRefused["reason"]>> = {
  INVALID_EMAIL_OR_PASSWORD: "wrong-password",
  INVALID_EMAIL: "invalid-email",
  USER_ALREADY_EXISTS: "email-taken",
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: "email-taken",
  PASSWORD_TOO_SHORT: "weak-password",
  PASSWORD_TOO_LONG: "weak-password",
}

/** Milliseconds to wait where the server does not say. */
const wait = 10_000

const failureOf = (response: HttpClientResponse.HttpClientResponse) =>
  Effect.gen(function* () {
    if (response.status === 429) {
      const seconds = Number(response.headers["x-retry-after"] ?? response.headers["retry-after"])
      return yield* new ServerOverloaded({ retryAfter: seconds > 0 ? seconds * 1_000 : wait })
    }
    if (response.status >= 500) return yield* new Transient({ detail: `status ${response.status}` })
    const refusal = yield* Effect.option(HttpClientResponse.schemaBodyJson(Refusal)(response))
    const { code, message } = Option.getOrElse(refusal, (): typeof Refusal.Type => ({}))
    return yield* new AccountRefused({
      reason: reasons[code ?? ""] ?? "other",
      detail: message ?? `status ${response.status}`,
    })
  })

const unreachable = (error: HttpClientError.HttpClientError) => new Offline({ detail: error.message })

/**
 * Accounts of our own server. The session comes as a cookie that only the browser sees.
 *
 * @param base where the server is, without a slash at its end
 */
export const layer = (base: string) =>
  Layer.effect(
    AccountApi,
    Effect.map(HttpClient.HttpClient, (client) => {
      const post = Effect.fnUntraced(function* (path: string, body: object) {
        const response = yield* Effect.mapError(
          client.post(`${base}/api/auth/${path}`, { body: HttpBody.unsafeJson(body) }),
          unreachable,
        )
        return response.status >= 200 && response.status < 300 ? response : yield* failureOf(response)
      }, Effect.scoped)

      const signedIn = Effect.fnUntraced(function* (path: string, body: object) {
        const response = yield* post(path, body)
        const { user } = yield* Effect.mapError(
          HttpClientResponse.schemaBodyJson(Answer)(response),
          () => new Transient({ detail: "the answer was not understood" }),
        )
        return { userId: user.id, email: user.email, name: user.name }
      })

      return {
        signUp: (registration) => signedIn("sign-up/email", registration),
        signIn: (credentials) => signedIn("sign-in/email", credentials),
        signOut: Effect.asVoid(post("sign-out", {})),
        prolong: client
          .get(`${base}/api/auth/get-session`)
          .pipe(Effect.mapError(unreachable), Effect.scoped, Effect.asVoid),
      }
    }),
  )

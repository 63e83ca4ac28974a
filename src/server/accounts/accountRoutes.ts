import { type Headers, HttpLayerRouter, type HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { Effect } from "effect"
import { InvalidInput } from "../../domain/errors/InputErrors.ts"
import { Transient } from "../../domain/errors/SyncErrors.ts"
import { clientAddress } from "../clientAddress.ts"
import { errorResponse } from "../errorResponse.ts"
import { Settings } from "../Settings.ts"
import { addressHeader } from "./accountOptions.ts"
import { Accounts } from "./Accounts.ts"
import { askedOrigin } from "./ownOrigin.ts"

const unusable = errorResponse(
  new InvalidInput({ issues: [{ path: "", problem: "is nothing that an account can be made of" }] }),
)

const broken = errorResponse(new Transient({ detail: "the accounts did not answer" }))

/** PostgreSQL keeps no text with a NUL, and nobody has one in a name. */
const hasNul = (body: string) => body.includes("\u0000") || body.includes("\\u0000")

const isJson = (body: string): boolean => {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === "object" && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

/** A browser's page sends at least one of them when its session is concerned, and cannot help it. */
const isPage = (headers: Headers.Headers) =>
  headers["origin"] !== undefined || headers["cookie"] !== undefined

/**
 * A browser names the origin of whatever could do harm. A program that borrowed a browser's `fetch` comes with marks of
 * a browser but without an origin, and would be refused for it.
 */
const handedOn = (headers: Headers.Headers): Record<string, string> =>
  isPage(headers)
    ? headers
    : Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith("sec-fetch-")))

const isUsable = (body: string) => body === "" || (isJson(body) && !hasNul(body))

/** Everything under `/api/auth`, which better-auth answers: https://better-auth.com/docs */
export const accountRoutes = HttpLayerRouter.use((router) =>
  Effect.gen(function* () {
    const accounts = yield* Accounts
    const { publicUrl, trustProxy } = yield* Settings

    const answer = Effect.fn("accountRoutes.answer")(function* (
      request: HttpServerRequest.HttpServerRequest,
    ) {
      const { headers, method, url } = request
      const body = method === "GET" || method === "HEAD" ? "" : yield* request.text
      if (!isUsable(body)) return unusable
      // the platform makes no request of some methods and addresses, and throws
      const asked = yield* Effect.option(
        Effect.try(
          () =>
            new Request(new URL(url, askedOrigin(headers["host"], publicUrl)), {
              method,
              headers: { ...handedOn(headers), [addressHeader]: clientAddress(request, trustProxy) },
              ...(body === "" ? {} : { body }),
            }),
        ),
      )
      if (asked._tag === "None") return unusable
      const response = yield* accounts.answer(asked.value)
      if (response.status >= 500) return broken
      // a page has the cookie, which none of its scripts can read; the token would be within their reach
      if (isPage(headers)) response.headers.delete("set-auth-token")
      const answered = HttpServerResponse.setHeader(
        HttpServerResponse.fromWeb(response),
        "cache-control",
        "no-store",
      )
      const wait = response.headers.get("x-retry-after")
      return wait === null ? answered : HttpServerResponse.setHeader(answered, "retry-after", wait)
    })

    yield* router.add("*", "/api/auth/*", (request) =>
      Effect.catchAllCause(answer(request), () => Effect.succeed(broken)),
    )
  }),
)

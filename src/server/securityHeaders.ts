import { HttpApp, HttpLayerRouter, HttpServerResponse } from "@effect/platform"
import { Effect } from "effect"

/** A `Host` that can stand in a header as it came. */
const isHost = (host: string) => /^[\w.-]+(:\d+)?$|^\[[\da-f:.]+\](:\d+)?$/i.test(host)

/** Not every browser takes `'self'` for the WebSocket of the same server. */
const socketOf = (host: string | undefined) =>
  host !== undefined && isHost(host) ? ` ws://${host} wss://${host}` : ""

/** The page runs its own code alone, speaks to its own server alone, and cannot be framed. */
const contentSecurityPolicy = (host: string | undefined) =>
  [
    "default-src 'self'",
    // SQLite is WebAssembly.
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self'",
    "style-src 'self'",
    `connect-src 'self'${socketOf(host)}`,
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ")

const headers = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
}

/** On every response. As a last step before sending, so that errors get them as well. */
export const securityHeaders = HttpLayerRouter.middleware(
  (httpApp) =>
    Effect.zipRight(
      HttpApp.appendPreResponseHandler((request, response) => {
        // a page with a policy of its own has a reason
        const policy =
          response.headers["content-security-policy"] ?? contentSecurityPolicy(request.headers["host"])
        return Effect.succeed(
          HttpServerResponse.setHeaders(response, { ...headers, "content-security-policy": policy }),
        )
      }),
      httpApp,
    ),
  { global: true },
)

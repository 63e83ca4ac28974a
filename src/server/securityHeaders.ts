import { HttpApp, HttpLayerRouter, HttpServerResponse } from "@effect/platform"
import { Effect } from "effect"

/** The page runs its own code alone, speaks to its own server alone, and cannot be framed. */
const contentSecurityPolicy = [
  "default-src 'self'",
  // SQLite is WebAssembly.
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ")

const headers = {
  "content-security-policy": contentSecurityPolicy,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
}

/** On every response. As a last step before sending, so that errors get them as well. */
export const securityHeaders = HttpLayerRouter.middleware(
  (httpApp) =>
    Effect.zipRight(
      HttpApp.appendPreResponseHandler((_request, response) =>
        Effect.succeed(HttpServerResponse.setHeaders(response, headers)),
      ),
      httpApp,
    ),
  { global: true },
)

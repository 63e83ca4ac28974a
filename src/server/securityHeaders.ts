import { HttpApp, HttpLayerRouter, HttpServerResponse } from "@effect/platform"
import { Effect } from "effect"
import {
  contentSecurityPolicy,
  isWorkerScript,
  trustedTypes,
  workerContentSecurityPolicy,
} from "./contentSecurityPolicy.ts"

const headers = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
}

const policyOf = (url: string) => (isWorkerScript(url) ? workerContentSecurityPolicy : contentSecurityPolicy)

/** On every response. As a last step before sending, so that errors get them as well. */
export const securityHeaders = HttpLayerRouter.middleware(
  (httpApp) =>
    Effect.zipRight(
      HttpApp.appendPreResponseHandler((request, response) => {
        // a page with a policy of its own has a reason
        const policy =
          response.headers["content-security-policy"] ??
          [...policyOf(request.url)(request.headers["host"]), ...trustedTypes].join("; ")
        return Effect.succeed(
          HttpServerResponse.setHeaders(response, { ...headers, "content-security-policy": policy }),
        )
      }),
      httpApp,
    ),
  { global: true },
)

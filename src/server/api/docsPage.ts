import { HttpApiSwagger, HttpLayerRouter, HttpServerResponse, OpenApi } from "@effect/platform"
import { Effect, Layer } from "effect"
import { createHash } from "node:crypto"
import { RestApi } from "./RestApi.ts"

const hashesOf = (html: string): string =>
  Array.from(
    html.matchAll(/<script>([\s\S]*?)<\/script>/g),
    ([, script = ""]) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`,
  ).join(" ")

/** The page is one file with its scripts in it, so they are named by their hashes. It loads nothing from elsewhere. */
const policyOf = (html: string) =>
  [
    "default-src 'none'",
    `script-src ${hashesOf(html)}`,
    "style-src 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ")

const withOwnPolicy = HttpLayerRouter.middleware(
  Effect.sync(() => {
    let policy: string | undefined
    return (httpApp) =>
      Effect.map(httpApp, (response) => {
        if (response.body._tag !== "Uint8Array") return response
        policy ??= policyOf(new TextDecoder().decode(response.body.body))
        return HttpServerResponse.setHeader(response, "content-security-policy", policy)
      })
  }),
).layer

const page = HttpApiSwagger.layerHttpLayerRouter({ api: RestApi, path: "/docs" })

const specification = HttpLayerRouter.add(
  "GET",
  "/docs/openapi.json",
  Effect.sync(() => HttpServerResponse.unsafeJson(OpenApi.fromApi(RestApi))),
)

/** A page that describes the API for programs, and the description for their tools. */
export const docsRoutes = Layer.merge(Layer.provide(page, withOwnPolicy), specification)

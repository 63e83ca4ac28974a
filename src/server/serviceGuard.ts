import { HttpLayerRouter, HttpServerError, HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { Cause, Effect, Option } from "effect"
import { InvalidInput } from "../domain/errors/InputErrors.ts"
import { Forbidden } from "../domain/errors/SyncErrors.ts"
import type { ServerError } from "../domain/rpc/SyncRpcs.ts"
import { isOwnOrigin } from "./accounts/ownOrigin.ts"
import { readBody, withText } from "./boundedBody.ts"
import { CallLimits } from "./CallLimits.ts"
import { clientAddress } from "./clientAddress.ts"
import { callsErrorResponse, errorResponse } from "./errorResponse.ts"
import { Settings } from "./Settings.ts"

type Request = HttpServerRequest.HttpServerRequest

/** What is neither a file of the page nor a look at the server's health. */
const isService = (url: string) => /^\/(api|rpc)(\/|\?|$)/.test(url)

const reads: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"])

/** Whether the request can change something, or open a connection through which it can. */
const isRisky = ({ headers, method }: Request) => !reads.has(method) || headers["upgrade"] !== undefined

const foreign = new Forbidden({ detail: "the request comes from a page of another site" })

const nothingThere = HttpServerResponse.setStatus(
  errorResponse(new InvalidInput({ issues: [{ path: "url", problem: "names nothing of this server" }] })),
  404,
)

const refusal = (request: Request, error: ServerError) => {
  const answer = request.url.startsWith("/rpc/") ? callsErrorResponse(error) : errorResponse(error)
  return HttpServerResponse.setHeader(answer, "connection", "close")
}

const isUnrouted = (cause: Cause.Cause<unknown>) => {
  const error = Cause.squash(cause)
  return HttpServerError.isServerError(error) && error._tag === "RouteNotFound"
}

/**
 * What every request to the API passes, whoever answers it: how often its address may ask, which site's page sent it,
 * how large its body is.
 */
export const serviceGuard = HttpLayerRouter.middleware(
  Effect.gen(function* () {
    const limits = yield* CallLimits
    const { bodyLimit, publicUrl, trustProxy } = yield* Settings

    /** A browser sends the cookie also for other sites, so who comes with one must come from a page of ours. */
    const isForeign = (request: Request) => {
      const { authorization, cookie, host, origin } = request.headers
      if (!isRisky(request) || cookie === undefined || authorization !== undefined) return false
      return !isOwnOrigin({ origin, host }, publicUrl)
    }

    const pass = Effect.fn("serviceGuard.pass")(function* (request: Request) {
      yield* limits.count(`address:${clientAddress(request, trustProxy)}`)
      if (isForeign(request)) return yield* foreign
      return reads.has(request.method) ? request : withText(request, yield* readBody(request, bodyLimit))
    })

    return (httpApp) =>
      Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) =>
        isService(request.url)
          ? Effect.matchEffect(pass(request), {
              onFailure: (error) => Effect.succeed(refusal(request, error)),
              onSuccess: (passed) =>
                httpApp.pipe(
                  Effect.provideService(HttpServerRequest.HttpServerRequest, passed),
                  Effect.catchSomeCause((cause) =>
                    isUnrouted(cause) ? Option.some(Effect.succeed(nothingThere)) : Option.none(),
                  ),
                ),
            })
          : httpApp,
      )
  }),
  { global: true },
)

/** Answers what is under `/api` and `/rpc` and is nothing, so that it is not taken for a route of the page. */
export const noSuchRoute = HttpLayerRouter.use((router) =>
  Effect.forEach(
    ["/api", "/api/*", "/rpc", "/rpc/*"] as const,
    (path) => router.add("*", path, Effect.succeed(nothingThere)),
    { discard: true },
  ),
)

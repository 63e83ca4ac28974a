import { HttpClient, HttpLayerRouter, type HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { NodeHttpClient, NodeHttpServerRequest } from "@effect/platform-node"
import { Context, Effect, Layer, Option, Stream } from "effect"
import { Accounts } from "../accounts/Accounts.ts"
import { authenticate } from "../accounts/AuthenticationLive.ts"
import { CallLimits } from "../CallLimits.ts"
import { Settings } from "../Settings.ts"
import { withoutDefects } from "../withoutDefects.ts"
import { assistantErrorResponse, noModelResponse } from "./assistantResponse.ts"
import { ask, type Upstream } from "./upstream.ts"

type Request = HttpServerRequest.HttpServerRequest

const headers = {
  "cache-control": "no-store",
  // nginx would collect the tokens
  "x-accel-buffering": "no",
}

/** An answer that breaks off must not look as if it had ended. */
const breakOff = (request: Request) =>
  Effect.sync(() => void NodeHttpServerRequest.toServerResponse(request).destroy())

/**
 * The operator's model for people with an account, by the protocol of OpenAI. Where it is, only the settings say, so
 * nobody can make the server ask somewhere else.
 */
const routes = HttpLayerRouter.use((router) =>
  Effect.gen(function* () {
    const { modelKey, modelUrl } = yield* Settings
    const context = Context.pick(
      Accounts,
      CallLimits,
      HttpClient.HttpClient,
    )(yield* Effect.context<Accounts | CallLimits | HttpClient.HttpClient>())
    const upstream = Option.map(modelUrl, (url): Upstream => ({ url, key: modelKey }))

    const passOn = Effect.fn("assistantRoutes.passOn")(function* (request: Request, path: string) {
      const { authorization, cookie } = request.headers
      yield* authenticate({ authorization, cookie })
      if (Option.isNone(upstream)) return noModelResponse
      const body = request.method === "POST" ? yield* Effect.orDie(request.text) : undefined
      const answer = yield* ask(upstream.value, path, body)
      if (answer._tag === "Refused") return answer.response
      const { contentType, status, stream } = answer
      const whole = Stream.catchAll(stream, () => Stream.execute(breakOff(request)))
      return HttpServerResponse.stream(whole, { status, contentType, headers })
    })

    const answered = (path: string) => (request: Request) =>
      withoutDefects(passOn(request, path)).pipe(
        Effect.catchAll((error) => Effect.succeed(assistantErrorResponse(error))),
        Effect.provide(context),
      )

    yield* router.add("POST", "/api/v1/assistant/chat/completions", answered("/chat/completions"))
    yield* router.add("GET", "/api/v1/assistant/models", answered("/models"))
  }),
)

export const assistantRoutes = Layer.provide(routes, NodeHttpClient.layer)

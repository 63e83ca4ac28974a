import { HttpClient, HttpClientResponse } from "@effect/platform"
import { Clock, Effect, Option, Schema } from "effect"
import { PayloadTooLarge } from "../../domain/errors/InputErrors.ts"
import { ServerOverloaded, Transient } from "../../domain/errors/SyncErrors.ts"
import { ServerError } from "../../domain/rpc/SyncRpcs.ts"

const decode = Schema.decodeUnknownOption(Schema.parseJson(ServerError))
const encode = Schema.encodeSync(ServerError)

/** What the server said of a request or a connection as a whole. The library hands it on as a defect, in JSON. */
export const errorOfDefect = (defect: unknown): ServerError =>
  Option.getOrElse(decode(defect), () => new Transient({ detail: String(defect).slice(0, 200) }))

/** Milliseconds, where somebody asks to wait and does not say for how long. */
const unsaidWait = 1_000

/** `Retry-After` in milliseconds: seconds, or the time of day when it is over. */
const retryAfterOf = (header: string | undefined, now: number): number | undefined => {
  if (header === undefined) return undefined
  const millis = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now
  return Number.isSafeInteger(millis) ? Math.max(0, millis) : undefined
}

/** What a proxy means that answers by itself, as far as its status says it. */
const errorOfStatus = (
  { headers, request, status }: HttpClientResponse.HttpClientResponse,
  now: number,
): ServerError => {
  const retryAfter = retryAfterOf(headers["retry-after"], now)
  if (status === 413) {
    const bytes = request.body.contentLength ?? 1
    return new PayloadTooLarge({ bytes, limit: bytes - 1 })
  }
  if (status === 429 || (status === 503 && retryAfter !== undefined)) {
    return new ServerOverloaded({ retryAfter: retryAfter ?? unsaidWait })
  }
  return new Transient({ detail: `answered with status ${status}` })
}

const isOurs = ({ headers }: HttpClientResponse.HttpClientResponse) =>
  headers["content-type"]?.startsWith("application/ndjson") === true

/** Puts what somebody else than our server answers, a page of a proxy for example, into words of the protocol. */
export const answersOfOurs = <E, R>(client: HttpClient.HttpClient.With<E, R>) =>
  HttpClient.transformResponse(client, (answering) =>
    Effect.gen(function* () {
      const response = yield* answering
      if (isOurs(response)) return response
      const defect = encode(errorOfStatus(response, yield* Clock.currentTimeMillis))
      const line = `${JSON.stringify({ _tag: "Defect", defect })}\n`
      return HttpClientResponse.fromWeb(response.request, new Response(line))
    }),
  )

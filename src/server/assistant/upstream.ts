import { HttpBody, HttpClient, HttpClientRequest, type HttpClientResponse } from "@effect/platform"
import { Effect, Option, Redacted, Stream } from "effect"
import { detailOf } from "../../services/assistant/detailOf.ts"
import { problemOfText } from "../../services/assistant/Problem.ts"
import { refusalResponse } from "./assistantResponse.ts"

/** The endpoint that the operator chose. */
export interface Upstream {
  /** Up to `/v1`. */
  readonly url: string
  readonly key: Option.Option<Redacted.Redacted>
}

/** UTF-16 units of a refusal that are read. */
const maxRefusal = 65_536

const unreachable = refusalResponse({
  status: 502,
  message: "The model of this server does not answer.",
  type: "upstream_error",
  code: "upstream_unreachable",
})

/** It is the server's key that is wrong, and not the session of whoever asks. */
const unauthorized = refusalResponse({
  status: 502,
  message: "The model of this server does not accept the server's key.",
  type: "upstream_error",
  code: "upstream_unauthorized",
})

const keyOf = ({ key }: Upstream) => Option.match(key, { onNone: () => "", onSome: Redacted.value })

/** Everything that goes out is named here: nothing of what the client sent but the body. */
const requestOf = (upstream: Upstream, path: string, body: string | undefined) => {
  const key = keyOf(upstream)
  const request =
    body === undefined
      ? HttpClientRequest.get(`${upstream.url}${path}`)
      : HttpClientRequest.post(`${upstream.url}${path}`, { body: HttpBody.text(body, "application/json") })
  return HttpClientRequest.setHeaders(request, {
    accept: "application/json, text/event-stream",
    // as the bytes are passed on as they are
    "accept-encoding": "identity",
    ...(key === "" ? {} : { authorization: `Bearer ${key}` }),
  })
}

const isRetryAfter = (text: string | undefined) => text !== undefined && /^[\w ,:.-]{1,64}$/.test(text)

const refused = Effect.fnUntraced(function* (
  upstream: Upstream,
  response: HttpClientResponse.HttpClientResponse,
) {
  const { headers, status } = response
  const isUnauthorized = status === 401 || status === 403
  // the others are the client's to know
  if (isUnauthorized || status < 400 || status >= 500) {
    yield* Effect.logWarning(`The model of this server answered ${status}.`)
  }
  if (isUnauthorized) return unauthorized
  const text = yield* response.stream.pipe(
    Stream.decodeText(),
    Stream.runFoldWhile(
      "",
      (read) => read.length < maxRefusal,
      (read, more) => read + more,
    ),
    Effect.orElseSucceed(() => ""),
  )
  const { codes, message } = problemOfText(text) ?? { codes: [], message: "The model of this server failed." }
  return refusalResponse({
    // a redirection would lead elsewhere than the operator chose
    status: status < 400 ? 502 : status,
    message: detailOf(message, keyOf(upstream)),
    code: codes[0] ?? null,
    type: codes[1] ?? "upstream_error",
    retryAfter: isRetryAfter(headers["retry-after"]) ? headers["retry-after"] : undefined,
  })
})

/**
 * Asks the model, and answers with what it says, or with why it says nothing.
 *
 * @param body of a POST; absent for a GET
 */
export const ask = Effect.fn("upstream.ask")(function* (upstream: Upstream, path: string, body?: string) {
  const client = HttpClient.withTracerPropagation(yield* HttpClient.HttpClient, false)
  const response = yield* Effect.option(client.execute(requestOf(upstream, path, body)))
  if (Option.isNone(response)) {
    yield* Effect.logWarning("The model of this server does not answer.")
    return { _tag: "Refused", response: unreachable } as const
  }
  const { headers, status, stream } = response.value
  return status >= 200 && status < 300
    ? ({
        _tag: "Answered",
        status,
        contentType: headers["content-type"] ?? "application/json",
        stream,
      } as const)
    : ({ _tag: "Refused", response: yield* refused(upstream, response.value) } as const)
})

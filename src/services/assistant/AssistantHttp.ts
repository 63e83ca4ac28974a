import { HttpClient, HttpClientRequest, type HttpClientResponse } from "@effect/platform"
import { Clock, type Duration, Effect, Layer, Option, Redacted, Schema, Stream } from "effect"
import {
  type AssistantError,
  ModelFailed,
  ModelUnauthorized,
  NoModel,
  ReplyCutOff,
} from "../../domain/errors/AssistantErrors.ts"
import { Name } from "../../domain/Text.ts"
import { Assistant, type Connection, type Delta, type Request } from "./Assistant.ts"
import { BrowserNetwork } from "./BrowserNetwork.ts"
import { Models } from "./Completion.ts"
import { completionRequest } from "./completionRequest.ts"
import { type Asked, failureOf } from "./failureOf.ts"
import { makeReplyReader, readWhole, type ReplyReader } from "./makeReplyReader.ts"
import { problemOfText } from "./Problem.ts"
import { maxEventSize } from "./serverSentEvents.ts"
import { whyUnreachable } from "./whyUnreachable.ts"

type Response = HttpClientResponse.HttpClientResponse

/** How long silence is borne. */
const patience: Record<ReturnType<ReplyReader["state"]>, Duration.DurationInput> = {
  /** A local model may have to be loaded from a disk first, and then to read a long conversation. */
  waiting: "5 minutes",
  /** The slowest models say a few words a minute. */
  text: "60 seconds",
  /** Nothing is missing any more but the end of the stream. */
  finished: "5 seconds",
}

/** How long the models may take to be listed, and a refusal to be read. */
const quick: Duration.DurationInput = "30 seconds"

/** UTF-16 units of a refusal, of which a sentence is shown. */
const maxRefusal = 65_536

const silence = () => new ReplyCutOff({ reason: "silence" })
const broken = () => new ReplyCutOff({ reason: "connection" })

/** What can stand in a header; anything else would be refused in an error that quotes it. */
const isHeaderValue = (key: string) => /^[\x21-\x7e]*$/.test(key)

const isHtml = ({ headers }: Response, text = "") =>
  (headers["content-type"] ?? "").includes("text/html") || /^\s*<(!doctype|html)/i.test(text)

/** What the page says of itself, as it says nothing to a program. */
const titleOf = (html: string) => /<title[^>]*>([^<]*)/i.exec(html)?.[1]?.trim() ?? ""

const unreadable = (status: number, detail: string) => new ModelFailed({ status, detail })

/** The body as text, or more than `limit` of it where it is larger. */
const textOf = ({ stream }: Response, limit: number) =>
  stream.pipe(
    Stream.decodeText(),
    Stream.runFoldWhile(
      "",
      (text) => text.length <= limit,
      (text, more) => text + more,
    ),
  )

/** Why the provider refused. */
const refusalOf = Effect.fnUntraced(function* (response: Response, asked: Asked) {
  const { headers, status } = response
  const text = yield* textOf(response, maxRefusal).pipe(
    Effect.timeout(quick),
    Effect.orElseSucceed(() => ""),
  )
  const problem = isHtml(response, text)
    ? { message: `it answered with a web page. ${titleOf(text)}`, codes: [] }
    : (problemOfText(text) ?? { message: text.trim() === "" ? "it did not say why" : text, codes: [] })
  return failureOf(problem, { ...asked, status, headers, now: yield* Clock.currentTimeMillis })
})

/** Fails where nothing comes for longer than is borne just then. */
const patiently = <A>(stream: Stream.Stream<A, ReplyCutOff>, state: ReplyReader["state"]) =>
  Stream.fromPull(
    Effect.map(Stream.toPull(stream), (pull) =>
      Effect.suspend(() =>
        Effect.timeoutFail(pull, {
          duration: patience[state()],
          onTimeout: () => Option.some(silence()),
        }),
      ),
    ),
  )

const readStream = (response: Response, asked: Asked) =>
  Stream.suspend(() => {
    const reader = makeReplyReader(asked)
    const bytes = patiently(Stream.mapError(response.stream, broken), reader.state)
    return bytes.pipe(
      // whatever happens to a reply that is finished, it is whole
      Stream.catchAll((error) => (reader.state() === "finished" ? Stream.empty : Stream.fail(error))),
      Stream.mapEffect((piece) => Effect.map(Clock.currentTimeMillis, (now) => reader.feed(piece, now))),
      Stream.concat(Stream.fromEffect(Effect.map(Clock.currentTimeMillis, reader.end))),
      Stream.mapConcat((takes) => takes),
      Stream.flattenTake,
    )
  })

/** An endpoint that does not stream says all at once. */
const readJson = (response: Response, { key, model }: Asked) =>
  Stream.unwrap(
    Effect.gen(function* () {
      const text = yield* textOf(response, maxEventSize).pipe(
        Effect.mapError(broken),
        Effect.timeoutFail({ duration: patience.waiting, onTimeout: silence }),
      )
      const takes = readWhole(text)
      if (takes !== undefined) return Stream.flattenTake(Stream.fromIterable(takes))
      const problem = problemOfText(text)
      if (problem === undefined) {
        return yield* unreadable(response.status, "it answered something that is no reply")
      }
      const { headers, status } = response
      const now = yield* Clock.currentTimeMillis
      return yield* failureOf(problem, { key, model, status, headers, now })
    }),
  )

const ListedModels = Schema.parseJson(Schema.Union(Models, Models.fields.data))

const isName = Schema.is(Name)

const make = (serverUrl: string) =>
  Effect.gen(function* () {
    const network = yield* BrowserNetwork
    // a header of ours would have to be allowed by every endpoint
    const client = HttpClient.withTracerPropagation(yield* HttpClient.HttpClient, false)

    const baseUrlOf = ({ baseUrl, kind }: Connection): Effect.Effect<string, NoModel> => {
      switch (kind) {
        case "openai":
          return Effect.succeed(baseUrl)
        case "server":
          return Effect.succeed(serverUrl)
        // it lives in the page, and not here
        case "browser":
          return Effect.fail(new NoModel())
      }
    }

    /** A response that promises something. No error of the client goes on: it knows the headers of the request. */
    const execute = Effect.fnUntraced(function* (
      request: HttpClientRequest.HttpClientRequest,
      baseUrl: string,
      asked: Asked,
      wait: Duration.DurationInput,
    ) {
      if (!isHeaderValue(asked.key)) return yield* new ModelUnauthorized()
      const response = yield* client
        .execute(asked.key === "" ? request : HttpClientRequest.bearerToken(request, asked.key))
        .pipe(
          Effect.catchAll(() =>
            Effect.flip(Effect.provideService(whyUnreachable(baseUrl), BrowserNetwork, network)),
          ),
          Effect.timeoutFail({ duration: wait, onTimeout: silence }),
        )
      const { status } = response
      return status >= 200 && status < 300 && !isHtml(response)
        ? response
        : yield* Effect.flip(refusalOf(response, asked))
    })

    const reply = (request: Request): Stream.Stream<Delta, AssistantError> =>
      Stream.unwrap(
        Effect.gen(function* () {
          const { connection, model } = request
          const baseUrl = yield* baseUrlOf(connection)
          const asked = { model, key: keyOf(connection) }
          const response = yield* execute(
            HttpClientRequest.post(`${baseUrl}/chat/completions`, {
              headers: { accept: "text/event-stream" },
            }).pipe(HttpClientRequest.bodyUnsafeJson(completionRequest(request, baseUrl))),
            baseUrl,
            asked,
            patience.waiting,
          )
          return (response.headers["content-type"] ?? "").includes("application/json")
            ? readJson(response, asked)
            : readStream(response, asked)
        }).pipe(Effect.withSpan("Assistant.reply")),
      )

    const models = Effect.fn("Assistant.models")(function* (connection: Connection) {
      const baseUrl = yield* baseUrlOf(connection)
      const asked = { model: "", key: keyOf(connection) }
      const response = yield* execute(HttpClientRequest.get(`${baseUrl}/models`), baseUrl, asked, quick)
      const listed = yield* textOf(response, maxEventSize).pipe(
        Effect.timeout(quick),
        Effect.mapError(broken),
        Effect.flatMap((text) =>
          Effect.mapError(Schema.decodeUnknown(ListedModels)(text), () =>
            unreadable(response.status, "it answered something that is no list of models"),
          ),
        ),
      )
      const data = listed === null ? [] : "data" in listed ? (listed.data ?? []) : listed
      return Array.from(new Set(data.map(({ id }) => id).filter((id) => isName(id))))
    })

    return { reply, models }
  })

const keyOf = ({ key, kind }: Connection) => (key === null || kind !== "openai" ? "" : Redacted.value(key))

/**
 * Endpoints that speak the chat completions of OpenAI, and our own server, which passes them on. A stream that is
 * interrupted ends its request, and with it the work of the model.
 *
 * @param serverUrl where our server does so, up to `/assistant`; the session's cookie says who asks
 */
export const layer = (serverUrl: string) => Layer.effect(Assistant, make(serverUrl))

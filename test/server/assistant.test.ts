import { FetchHttpClient } from "@effect/platform"
import { assert, layer } from "@effect/vitest"
import { Deferred, Effect, Fiber, Layer, Option, Redacted, Stream } from "effect"
import OpenAI, { APIError } from "openai"
import * as AssistantHttp from "../../src/services/assistant/AssistantHttp.ts"
import { Assistant, type Connection } from "../../src/services/assistant/Assistant.ts"
import { BrowserNetwork } from "../../src/services/assistant/BrowserNetwork.ts"
import { modelServer, outcomeOf, requestOf } from "../assistant/support.ts"
import { startModelServer } from "../support/modelServer.ts"
import { json, ownOrigin, send, signUp, tagOf } from "./people.ts"
import { ask, testServer, testServerWith } from "./support.ts"

const operatorKey = "sk-operator-0123456789-secret"
const path = "/api/v1/assistant/chat/completions"

class Model extends Effect.Service<Model>()("test/Model", { scoped: modelServer }) {}

/** The server in front of a model that misbehaves, and that model. */
const withModel = Layer.unwrapEffect(
  Effect.map(Model, ({ url }) =>
    testServerWith({ modelUrl: Option.some(url), modelKey: Option.some(Redacted.make(operatorKey)) }),
  ),
).pipe(Layer.provideMerge(Model.Default))

const asking = (model: string, content = "Hello, world", more = {}) => ({
  model,
  stream: true,
  messages: [{ role: "user", content }],
  ...more,
})

/** `fetch` as a page of the server has it: with the session's cookie and the origin. */
const pageFetch =
  (cookie: string, origin: string): typeof fetch =>
  (input, init) =>
    fetch(input, { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), cookie, origin } })

/** The assistant of a page that this server sent. */
const pageAssistant = (cookie: string) =>
  Layer.unwrapEffect(
    Effect.map(ownOrigin, (origin) =>
      AssistantHttp.layer(`${origin}/api/v1/assistant`).pipe(
        Layer.provide([
          Layer.provide(
            FetchHttpClient.layer,
            Layer.succeed(FetchHttpClient.Fetch, pageFetch(cookie, origin)),
          ),
          BrowserNetwork.layerTest,
        ]),
      ),
    ),
  )

const server: Connection = { kind: "server", baseUrl: "", key: null }

/** The official client, as a second reader of what the server says. */
const openai = (bearer: string) =>
  Effect.map(
    ownOrigin,
    (origin) =>
      new OpenAI({
        apiKey: bearer.replace("Bearer ", ""),
        baseURL: `${origin}/api/v1/assistant`,
        maxRetries: 0,
      }),
  )

const failing = <A>(promise: () => Promise<A>) =>
  Effect.promise(() =>
    promise().then(
      () => undefined,
      (error: unknown) => error,
    ),
  )

layer(withModel, { excludeTestServices: true })("The server's model", (it) => {
  it.effect("answers people with an account, and nobody else", () =>
    Effect.gen(function* () {
      const { received } = yield* Model
      const ann = yield* signUp("ann@example.com")
      const origin = yield* ownOrigin
      const callers: ReadonlyArray<readonly [string, Record<string, string>, string]> = [
        ["nobody", {}, "401 NeedsAuth"],
        [
          "a bad token",
          { authorization: "Bearer guessed.guessed", cookie: ann.cookie, origin },
          "401 NeedsAuth",
        ],
        ["a bad cookie", { cookie: "openchat.session_token=guessed.guessed", origin }, "401 NeedsAuth"],
        ["another site", { cookie: ann.cookie, origin: "https://evil.example" }, "403 Forbidden"],
        ["a page without an origin", { cookie: ann.cookie }, "403 Forbidden"],
        ["a program", { authorization: ann.bearer }, "200"],
        ["a page", { cookie: ann.cookie, origin }, "200"],
      ]
      for (const [caller, headers, expected] of callers) {
        const before = received.length
        const answer = yield* send("POST", path, asking("echo"), headers)
        const error = answer.status >= 400 ? ` ${tagOf(answer)}` : ""
        assert.strictEqual(`${answer.status}${error}`, expected, caller)
        assert.strictEqual(received.length - before, answer.status === 200 ? 1 : 0, caller)
        assert.strictEqual(answer.headers["cache-control"], "no-store", caller)
        if (answer.status === 401)
          assert.deepNestedPropertyVal(json(answer), "error.code", "NeedsAuth", caller)
      }
      const models = yield* send("GET", "/api/v1/assistant/models")
      assert.strictEqual(`${models.status} ${tagOf(models)}`, "401 NeedsAuth")
    }),
  )

  it.effect("passes on the bytes of both sides as they are", () =>
    Effect.gen(function* () {
      const { received, url } = yield* Model
      const { bearer } = yield* signUp("bytes@example.com")
      for (const model of [
        "echo",
        "split-lines",
        "no-done",
        "dirty",
        "garbage",
        "json",
        "comments",
        "thinking",
      ]) {
        const body = `{ "model":"${model}",  "stream": true, "unheard":{"of":[1e3]},"messages":[{"role":"user","content":"Grüße 😀"}] }`
        const straight = yield* Effect.promise(() =>
          fetch(`${url}/chat/completions`, { method: "POST", body }).then((response) =>
            response.arrayBuffer(),
          ),
        )
        const passed = yield* ask(
          path,
          { authorization: bearer, "content-type": "application/json" },
          "POST",
          body,
        )
        assert.strictEqual(received.at(-1)?.body, body)
        assert.isTrue(Buffer.from(straight).equals(passed.body), model)
        assert.strictEqual(
          passed.headers["content-type"],
          model === "json" ? "application/json" : "text/event-stream",
        )
      }
    }),
  )

  it.effect("gives away no headers, neither the person's nor the model's", () =>
    Effect.gen(function* () {
      const { received } = yield* Model
      const { bearer, cookie } = yield* signUp("headers@example.com")
      const origin = yield* ownOrigin
      const mine = { cookie, origin, authorization: bearer, "x-forwarded-for": "1.2.3.4", "x-mine": "mine" }
      const answer = yield* send("POST", path, asking("echo"), mine)
      yield* send("GET", "/api/v1/assistant/models", undefined, mine)
      const names = ["accept", "accept-encoding", "authorization", "connection", "host"]
      for (const { headers } of received.slice(-2)) {
        assert.strictEqual(headers.authorization, `Bearer ${operatorKey}`)
        const sent = Object.keys(headers).filter((name) => !name.startsWith("content-"))
        assert.deepStrictEqual(sent.sort(), names)
      }
      assert.notProperty(answer.headers, "access-control-allow-origin")
      const busy = yield* send("POST", path, asking("429"), mine)
      assert.strictEqual(busy.headers["retry-after"], "7")
      assert.notProperty(busy.headers, "access-control-expose-headers")
    }),
  )

  it.effect("a page of the server reads it as any other model", () =>
    Effect.gen(function* () {
      const { cookie } = yield* signUp("page@example.com")
      const told = Effect.fnUntraced(function* (model: string) {
        const { error, text } = yield* outcomeOf(requestOf(server, model, "one two"))
        return `${text} / ${error === undefined ? "well" : String(error)}`
      })
      yield* Effect.gen(function* () {
        const { models } = yield* Assistant
        assert.include(yield* models(server), "echo")
        assert.strictEqual(yield* told("echo"), "You said: one two / well")
        assert.include(yield* told("stops"), "You said: one two / ReplyCutOff: The connection")
        assert.include(yield* told("404"), 'ModelUnknown: The provider has no model named "404"')
        assert.include(yield* told("429"), "ModelBusy: The provider takes no more requests for 7 seconds")
        assert.include(yield* told("context-llamacpp"), "ContextTooLong")
        assert.include(yield* told("filtered-before"), "ReplyFiltered")
        assert.include(yield* told("401"), "ModelFailed: The provider failed (502)")
      }).pipe(Effect.provide(pageAssistant(cookie)))
    }),
  )

  it.effect("the first token arrives while the model still thinks of the others", () =>
    Effect.gen(function* () {
      const { next } = yield* Model
      const { bearer } = yield* signUp("first@example.com")
      const client = yield* openai(bearer)
      const asked = next()
      const stream = yield* Effect.promise(() =>
        client.chat.completions.create({
          model: "hangs-midway",
          stream: true,
          messages: [{ role: "user", content: "Hello" }],
        }),
      )
      let text = ""
      yield* Effect.promise(async () => {
        for await (const { choices } of stream) {
          text += choices[0]?.delta.content ?? ""
          if (text === "You said: Hello") break
        }
      })
      // leaving the loop ends the request, and with it that of the server
      const { closed } = yield* Effect.promise(() => asked)
      assert.strictEqual(yield* Effect.promise(() => closed), "aborted")
    }),
  )

  it.effect("OpenAI's own client streams, lists and completes", () =>
    Effect.gen(function* () {
      const { bearer } = yield* signUp("client@example.com")
      const client = yield* openai(bearer)
      const messages = [{ role: "user" as const, content: "Grüße 😀 you" }]
      const text = yield* Effect.promise(async () => {
        let said = ""
        for await (const { choices } of await client.chat.completions.create({
          model: "split-utf8",
          stream: true,
          messages,
        })) {
          said += choices[0]?.delta.content ?? ""
        }
        return said
      })
      assert.strictEqual(text, "You said: Grüße 😀 you")
      const whole = yield* Effect.promise(() => client.chat.completions.create({ model: "echo", messages }))
      assert.strictEqual(whole.choices[0]?.message.content, "You said: Grüße 😀 you")
      const { data } = yield* Effect.promise(() => client.models.list())
      assert.strictEqual(data[0]?.id, "echo")
    }),
  )

  it.effect("OpenAI's own client tells the errors apart", () =>
    Effect.gen(function* () {
      const { bearer } = yield* signUp("errors@example.com")
      const client = yield* openai(bearer)
      const errorOf = (model: string, from = client) =>
        Effect.map(
          failing(() =>
            from.chat.completions.create({ model, messages: [{ role: "user", content: "Hello" }] }),
          ),
          (error) =>
            error instanceof APIError
              ? `${error.constructor.name} ${String(error.status)} ${String(error.code)}`
              : String(error),
        )
      assert.strictEqual(yield* errorOf("404"), "NotFoundError 404 model_not_found")
      assert.strictEqual(yield* errorOf("429"), "RateLimitError 429 rate_limit_exceeded")
      assert.strictEqual(yield* errorOf("context"), "BadRequestError 400 context_length_exceeded")
      assert.strictEqual(yield* errorOf("filtered-before"), "BadRequestError 400 content_filter")
      assert.strictEqual(yield* errorOf("503"), "InternalServerError 503 server_error")
      assert.strictEqual(yield* errorOf("401"), "InternalServerError 502 upstream_unauthorized")
      assert.strictEqual(yield* errorOf("html-502"), "InternalServerError 502 null")
      const stranger = yield* openai("Bearer guessed.guessed")
      assert.strictEqual(yield* errorOf("echo", stranger), "AuthenticationError 401 NeedsAuth")
      const midstream = yield* failing(async () => {
        const stream = await client.chat.completions.create({
          model: "error-midstream",
          stream: true,
          messages: [{ role: "user", content: "Hello" }],
        })
        for await (const _ of stream);
      })
      assert.instanceOf(midstream, APIError)
    }),
  )

  it.effect("the model's key is in no answer", () =>
    Effect.gen(function* () {
      const { bearer } = yield* signUp("key@example.com")
      for (const model of ["401", "403", "500", "500-masked", "html-502"]) {
        const { body } = yield* send("POST", path, asking(model), { authorization: bearer })
        assert.notInclude(body.toString(), operatorKey)
        assert.notInclude(body.toString(), operatorKey.slice(0, 8))
      }
    }),
  )

  it.effect("whoever goes away takes the model's work along", () =>
    Effect.gen(function* () {
      const { next } = yield* Model
      const { cookie } = yield* signUp("gone@example.com")
      const { reply } = yield* Effect.provide(Assistant, pageAssistant(cookie))
      for (const model of ["hangs", "hangs-midway", "steady:100:60", "million"]) {
        const asked = next()
        const heard = yield* Deferred.make<void>()
        const running = yield* Effect.fork(
          Stream.runForEach(reply(requestOf(server, model)), () => Deferred.succeed(heard, undefined)),
        )
        const { closed } = yield* Effect.promise(() => asked)
        if (model !== "hangs") yield* Deferred.await(heard)
        yield* Fiber.interrupt(running)
        assert.strictEqual(yield* Effect.promise(() => closed), "aborted", model)
      }
    }),
  )

  it.effect("an answer that breaks off does not look as if it had ended", () =>
    Effect.gen(function* () {
      const { bearer } = yield* signUp("broken@example.com")
      const origin = yield* ownOrigin
      const endOf = (model: string) =>
        Effect.promise(async () => {
          const response = await fetch(`${origin}${path}`, {
            method: "POST",
            headers: { authorization: bearer },
            body: JSON.stringify(asking(model)),
          })
          return response.text().then(
            () => "ended",
            () => "broke off",
          )
        })
      assert.strictEqual(yield* endOf("stops"), "broke off")
      assert.strictEqual(yield* endOf("ends"), "ended")
    }),
  )

  it.effect("a body that is too large is not passed on", () =>
    Effect.gen(function* () {
      const { received } = yield* Model
      const { bearer } = yield* signUp("large@example.com")
      const before = received.length
      const answer = yield* send("POST", path, asking("echo", "x".repeat(4_200_000)), {
        authorization: bearer,
      })
      assert.strictEqual(`${answer.status} ${tagOf(answer)}`, "413 PayloadTooLarge")
      assert.strictEqual(received.length, before)
    }),
  )
})

layer(testServer, { excludeTestServices: true })("A server without a model", (it) => {
  it.effect("says so", () =>
    Effect.gen(function* () {
      const { bearer, cookie } = yield* signUp("none@example.com")
      const answer = yield* send("POST", path, asking("echo"), { authorization: bearer })
      assert.strictEqual(`${answer.status} ${tagOf(answer)}`, "404 NoModel")
      assert.deepNestedPropertyVal(json(answer), "error.code", "no_model")
      assert.include(answer.body.toString(), "OPENCHAT_MODEL_URL")
      const { error } = yield* Effect.provide(outcomeOf(requestOf(server, "echo")), pageAssistant(cookie))
      assert.strictEqual(error?._tag, "NoModel")
    }),
  )
})

/** A port at which nobody listens any more. */
const gone = Effect.promise(async () => {
  const { stop, url } = await startModelServer()
  await stop()
  return url
})

layer(
  Layer.unwrapEffect(
    Effect.map(gone, (url) => testServerWith({ modelUrl: Option.some(url), callsPerMinute: 6 })),
  ),
  { excludeTestServices: true },
)("A model that is not there", (it) => {
  it.effect("is said to be unreachable, and calls are counted", () =>
    Effect.gen(function* () {
      const { bearer } = yield* signUp("unreachable@example.com")
      const answers = yield* Effect.replicateEffect(
        send("POST", path, asking("echo"), { authorization: bearer }),
        6,
      )
      const last = answers.at(-1) ?? assert.fail("there is no answer")
      assert.strictEqual(answers[0]?.status, 502)
      assert.deepNestedPropertyVal(json(answers[0] ?? last), "error.code", "upstream_unreachable")
      assert.strictEqual(`${last.status} ${tagOf(last)}`, "429 ServerOverloaded")
    }),
  )
})

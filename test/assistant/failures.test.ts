import { assert, it } from "@effect/vitest"
import { Cause, Effect, Inspectable } from "effect"
import { Assistant } from "../../src/services/assistant/Assistant.ts"
import { assistant, connectionTo, modelServer, outcomeOf, requestOf, secretKey } from "./support.ts"

/** What an error says of itself, in one line. */
const told = (error: unknown) =>
  error === undefined
    ? "well"
    : Object.entries(Object(error))
        .filter(([name]) => name !== "_tag")
        .reduce((line, [, value]) => `${line} ${String(value)}`, String(Reflect.get(Object(error), "_tag")))

/** What each refusal is taken for. */
const refused: Readonly<Record<string, string>> = {
  "401": "ModelUnauthorized",
  "403": "ModelUnauthorized",
  "404": "ModelUnknown 404",
  "404-ollama": "ModelUnknown 404-ollama",
  "404-path": "ModelFailed 404 Not Found",
  unheard: "ModelUnknown unheard",
  "not-found-lmstudio": "ModelUnknown not-found-lmstudio",
  "429": "ModelBusy 7000",
  "429-reset": "ModelBusy 62000",
  "429-words": "ModelBusy 1500",
  "429-silent": "ModelBusy 20000",
  quota: "ModelFailed 429 You exceeded your current quota.",
  "503": "ModelBusy 3000",
  "503-loading": "ModelBusy 5000",
  "500": "ModelFailed 500 It broke while it used ….",
  "500-empty": "ModelFailed 500 it did not say why",
  context: "ContextTooLong",
  "context-llamacpp": "ContextTooLong",
  "context-llamacpp-later": "ContextTooLong",
  "context-vllm": "ContextTooLong",
  "context-vllm-prompt": "ContextTooLong",
  "context-lmstudio": "ContextTooLong",
  "context-lmstudio-keep": "ContextTooLong",
  "context-ollama": "ContextTooLong",
  "context-anthropic": "ContextTooLong",
  "context-google": "ContextTooLong",
  "filtered-before": "ReplyFiltered",
  html: "ModelFailed 200 it answered with a web page. Welcome",
  "html-502": "ModelFailed 502 it answered with a web page. 502 Bad Gateway",
  "json-error": "ModelFailed 200 it failed",
  "json-garbage": "ModelFailed 200 it answered something that is no reply",
  garbage: "ModelFailed null it answered something that is no reply",
}

/** How each reply ends that had begun. */
const cutOff: Readonly<Record<string, string>> = {
  "error-midstream": "ModelFailed null It fell over.",
  "error-midstream:429-silent": "ModelFailed null Slow down.",
  "error-midstream:429-words": "ModelBusy 1500",
  "error-midstream:context-llamacpp-later": "ContextTooLong",
  ends: "ReplyCutOff connection",
  "ends-midway": "ReplyCutOff connection",
  stops: "ReplyCutOff connection",
  "garbage-midstream": "ModelFailed null it answered something that is no reply",
  large: "ModelFailed null it sent more than 8 MiB at once",
  length: "ReplyCutOff length",
  filtered: "ReplyFiltered",
  abort: "ReplyCutOff connection",
}

it.scopedLive.each(Object.entries(refused))("%s: %s", ([model, expected]) =>
  Effect.gen(function* () {
    const { url } = yield* modelServer
    const { error, text } = yield* outcomeOf(requestOf(connectionTo(url), model))
    assert.strictEqual(text, "")
    assert.strictEqual(told(error), expected)
  }).pipe(Effect.provide(assistant)),
)

it.scopedLive.each(Object.entries(cutOff))("%s keeps what came: %s", ([model, expected]) =>
  Effect.gen(function* () {
    const { url } = yield* modelServer
    const { error, text } = yield* outcomeOf(requestOf(connectionTo(url), model, "one two three 😀"))
    assert.strictEqual(text, "You said: one two three 😀")
    assert.strictEqual(told(error), expected)
  }).pipe(Effect.provide(assistant)),
)

it.scopedLive("a wait that is a date is counted from now", () =>
  Effect.gen(function* () {
    const { url } = yield* modelServer
    const { error } = yield* outcomeOf(requestOf(connectionTo(url), "429-date"))
    // 90 seconds after the epoch is over by now
    assert.strictEqual(told(error), "ModelBusy 0")
  }).pipe(Effect.provide(assistant)),
)

it.effect("a wait that is a date is counted from the clock", () =>
  Effect.gen(function* () {
    const { url } = yield* modelServer
    const { error } = yield* outcomeOf(requestOf(connectionTo(url), "429-date"))
    assert.strictEqual(told(error), "ModelBusy 90000")
  }).pipe(Effect.provide(assistant), Effect.scoped),
)

it.scopedLive("nobody who listens is there", () =>
  Effect.gen(function* () {
    const { stop, url } = yield* modelServer
    yield* Effect.promise(stop)
    const { error } = yield* outcomeOf(requestOf(connectionTo(url), "echo"))
    assert.strictEqual(told(error), `ModelUnreachable ${url}`)
  }).pipe(Effect.provide(assistant)),
)

it.scopedLive("what a database refuses is cleaned, and a pair in two deltas is whole", () =>
  Effect.gen(function* () {
    const { url } = yield* modelServer
    const dirty = yield* outcomeOf(requestOf(connectionTo(url), "dirty"))
    assert.strictEqual(dirty.text, "ab\uFFFDcd\uFFFDef\uFFFD")
    const pair = yield* outcomeOf(requestOf(connectionTo(url), "split-pair"))
    assert.strictEqual(pair.text, "a😀b")
  }).pipe(Effect.provide(assistant)),
)

it.scopedLive.each(["thinking", "thinking:reasoning"])("%s comes apart from the text", (model) =>
  Effect.gen(function* () {
    const { url } = yield* modelServer
    const { error, text, thinking } = yield* outcomeOf(requestOf(connectionTo(url), model))
    assert.deepStrictEqual(
      { error, text, thinking },
      {
        error: undefined,
        text: "You said: Hello, world",
        thinking: "Let me think.",
      },
    )
  }).pipe(Effect.provide(assistant)),
)

it.scopedLive("no part of the key is in an error, however it is looked at", () =>
  Effect.gen(function* () {
    const { received, stop, url } = yield* modelServer
    const { models } = yield* Assistant
    const errors: Array<unknown> = []
    const failing = [
      "401",
      "500",
      "500-masked",
      "500-empty",
      "html-502",
      "error-midstream:500",
      "stops",
      "garbage",
    ]
    for (const model of failing) {
      const { error } = yield* outcomeOf(requestOf(connectionTo(url), model))
      errors.push(error)
    }
    assert.isTrue(received.every(({ headers }) => headers.authorization === `Bearer ${secretKey}`))
    assert.isTrue(received.every(({ path }) => !path.includes(secretKey)))
    // what no header can hold is not even tried, and `fetch` would quote it
    const unsendable = yield* outcomeOf(requestOf(connectionTo(url, `${secretKey}\n\u00e9`), "echo"))
    assert.strictEqual(told(unsendable.error), "ModelUnauthorized")
    assert.strictEqual(received.length, failing.length)
    yield* Effect.promise(stop)
    errors.push(unsendable.error, yield* Effect.flip(models(connectionTo(url))))
    for (const error of errors) {
      const all = `${Inspectable.toStringUnknown(error)} ${String(error)} ${Cause.pretty(Cause.fail(error), { renderErrorCause: true })}`
      assert.notInclude(all, secretKey)
      assert.notInclude(all, secretKey.slice(0, 8))
      assert.notInclude(all, secretKey.slice(-6))
    }
  }).pipe(Effect.provide(assistant)),
)

it.scopedLive("a provider's words are cut to 300 characters", () =>
  Effect.gen(function* () {
    const { url } = yield* modelServer
    const { error } = yield* outcomeOf(requestOf(connectionTo(url), "500-masked"))
    if (error?._tag !== "ModelFailed") return assert.fail(String(error))
    assert.strictEqual(error.detail.length, 300)
  }).pipe(Effect.provide(assistant)),
)

it.scopedLive("the models: what each endpoint answers", () =>
  Effect.gen(function* () {
    const { origin } = yield* modelServer
    const { models } = yield* Assistant
    const of = (name: string, key: string | null = null) =>
      Effect.match(models(connectionTo(`${origin}/${name}/v1`, key)), {
        onFailure: told,
        onSuccess: (names) => names.length,
      })
    assert.strictEqual(yield* of("401"), "ModelUnauthorized")
    assert.strictEqual(yield* of("html"), "ModelFailed 200 it answered with a web page. Welcome")
    assert.strictEqual(yield* of("404-path"), "ModelFailed 404 Not Found")
    assert.strictEqual(yield* of("no-models"), 0)
    assert.strictEqual(yield* of("key:right", "wrong"), "ModelUnauthorized")
    assert.isAbove(Number(yield* of("key:right", "right")), 10)
  }).pipe(Effect.provide(assistant)),
)

import { assert, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { Assistant } from "../../src/services/assistant/Assistant.ts"
import { assistant, connectionTo, modelServer, outcomeOf, requestOf, secretKey } from "./support.ts"

it.scopedLive("a reply arrives in pieces as the model says them", () =>
  Effect.gen(function* () {
    const { received, url } = yield* modelServer
    const { reply } = yield* Assistant
    const deltas = yield* Stream.runCollect(reply(requestOf(connectionTo(url), "echo", "Good morning")))
    assert.deepStrictEqual(
      Array.from(deltas),
      ["You", " said:", " Good", " morning"].map((text) => ({ kind: "text", text })),
    )
    const [request] = received
    assert.deepInclude(JSON.parse(request?.body ?? ""), {
      model: "echo",
      stream: true,
      messages: [{ role: "user", content: "Good morning" }],
    })
    assert.strictEqual(request?.headers.authorization, `Bearer ${secretKey}`)
  }).pipe(Effect.provide(assistant)),
)

it.scopedLive("the models are listed in the provider's order", () =>
  Effect.gen(function* () {
    const { url } = yield* modelServer
    const { models } = yield* Assistant
    const names = yield* models(connectionTo(url))
    assert.deepStrictEqual(names.slice(0, 2), ["echo", "slow"])
  }).pipe(Effect.provide(assistant)),
)

const well = [
  "echo",
  "slow:1",
  "split-utf8",
  "split-lines",
  "cut:1,2,3,50,51,52,300",
  "no-done",
  "no-newline",
  "no-finish",
  "stops-finished",
  "comments",
  "json",
] as const

it.scopedLive.each(well)("%s: arrives whole", (model) =>
  Effect.gen(function* () {
    const { url } = yield* modelServer
    const { error, text } = yield* outcomeOf(requestOf(connectionTo(url), model, "Grüße 😀 你好\n\tß"))
    assert.strictEqual(error, undefined)
    assert.strictEqual(text, "You said: Grüße 😀 你好\n\tß")
  }).pipe(Effect.provide(assistant)),
)

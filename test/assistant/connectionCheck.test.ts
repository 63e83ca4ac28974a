import { assert, it } from "@effect/vitest"
import { Effect, Layer, Stream } from "effect"
import type { ConnectionStep } from "../../src/domain/assistant/ConnectionStep.ts"
import { BrowserNetwork, type Permission } from "../../src/services/assistant/BrowserNetwork.ts"
import { ConnectionCheck } from "../../src/services/assistant/ConnectionCheck.ts"
import { assistantIn, connectionTo, modelServer } from "./support.ts"

interface Browser {
  readonly pageOrigin?: string
  readonly answers?: boolean
  readonly permission?: Permission
}

const line = ({ advice, error, outcome, step }: ConnectionStep) =>
  [step, outcome, error?._tag, advice?.runtime, advice?.setting].filter((it) => it !== undefined).join(" ")

const linesOf = (
  url: string,
  { answers = false, pageOrigin = "http://localhost:3000", permission = "unknown" }: Browser = {},
  model: string | null = "echo",
) => {
  const network = Layer.succeed(BrowserNetwork, {
    pageOrigin,
    answers: () => Effect.succeed(answers),
    mayReach: () => Effect.succeed(permission),
  })
  return Effect.gen(function* () {
    const { check } = yield* ConnectionCheck
    const steps = yield* Stream.runCollect(check(connectionTo(url, null), model))
    return Array.from(steps, line)
  }).pipe(Effect.provide(ConnectionCheck.Default.pipe(Layer.provide([assistantIn(network), network]))))
}

const all = ["address", "encryption", "reach", "models", "key", "completion", "streaming"]
const upTo = (count: number, failure: string) => [
  ...all.slice(0, count).map((step) => `${step} passed`),
  `${all[count]} ${failure}`,
  ...all.slice(count + 1).map((step) => `${step} skipped`),
]

it.scopedLive("a connection that works passes every step", () =>
  Effect.gen(function* () {
    const { received, url } = yield* modelServer
    assert.deepStrictEqual(
      yield* linesOf(url),
      all.map((step) => `${step} passed`),
    )
    // the first that is listed answers where none is named
    assert.deepStrictEqual(yield* linesOf(url, {}, null), yield* linesOf(url))
    assert.deepInclude(JSON.parse(received[1]?.body ?? ""), { max_tokens: 1 })
  }),
)

it.scopedLive("says which step failed", () =>
  Effect.gen(function* () {
    const { origin, url } = yield* modelServer
    const at = (name: string) => `${origin}/${name}/v1`
    assert.deepStrictEqual(yield* linesOf("ftp://x"), upTo(0, "failed other"))
    assert.deepStrictEqual(yield* linesOf(at("key:right")), [
      ...all.slice(0, 3).map((step) => `${step} passed`),
      "models skipped",
      "key failed ModelUnauthorized other",
      "completion skipped",
      "streaming skipped",
    ])
    assert.deepStrictEqual(yield* linesOf(url, {}, "401"), upTo(4, "failed ModelUnauthorized other"))
    assert.deepStrictEqual(yield* linesOf(url, {}, "404"), upTo(5, "failed ModelUnknown other"))
    assert.deepStrictEqual(yield* linesOf(url, {}, "json"), upTo(6, "failed other"))
    assert.deepStrictEqual(yield* linesOf(at("no-models"), {}, null), upTo(3, "failed other"))
    const noPath = yield* linesOf(`${origin}/404-path/v1`)
    assert.strictEqual(noPath[3], "models failed ModelFailed other")
  }),
)

const page = "https://chat.example.org"
const gone = "ModelUnreachable"

/** Where nothing can be reached, by what the browser says. Nobody listens on port 1 and its like. */
const blocked: ReadonlyArray<readonly [string, Browser, number, string]> = [
  [
    "http://models.example:1/v1",
    { pageOrigin: page },
    1,
    "ModelBlocked other OPENCHAT_MODEL_URL=http://models.example:1/v1",
  ],
  [
    "http://192.168.0.255:1/v1",
    { pageOrigin: page },
    1,
    "ModelBlocked other OPENCHAT_MODEL_URL=http://192.168.0.255:1/v1",
  ],
  ["http://127.0.0.1:1/v1", { pageOrigin: page, permission: "denied" }, 2, "ModelBlocked other"],
  ["http://127.0.0.1:1/v1", { pageOrigin: page, permission: "prompt" }, 2, "ModelBlocked other"],
  ["http://127.0.0.1:1/v1", { permission: "prompt" }, 2, `${gone} other`],
  ["http://127.0.0.1:1/v1", { pageOrigin: page, permission: "granted" }, 2, `${gone} other`],
  [
    "http://127.0.0.1:1/v1",
    { answers: true, pageOrigin: page },
    2,
    `ModelBlocked other Access-Control-Allow-Origin: ${page}`,
  ],
]

it.scopedLive.each(blocked)("%s: the browser's reason (%j)", ([url, browser, at, failure]) =>
  Effect.gen(function* () {
    assert.deepStrictEqual(yield* linesOf(url, browser), upTo(at, `failed ${failure}`))
  }),
)

import { Headers } from "@effect/platform"
import { NodeContext, NodeHttpClient, NodeSocket } from "@effect/platform-node"
import { RpcClient } from "@effect/rpc"
import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Layer } from "effect"
import { once } from "node:events"
import { createServer } from "node:http"
import { DeviceId } from "../../src/domain/Ids.ts"
import { CloudApi } from "../../src/services/sync/CloudApi.ts"
import * as CloudApiRpc from "../../src/services/sync/CloudApiRpc.ts"
import { dataFolder, startProcess } from "../server/serverProcess.ts"
import { chatEvent, helloOf } from "../server/syncClient.ts"

const deviceId = DeviceId.make("d".repeat(21))

const layers = {
  "a socket": (port: number) => CloudApiRpc.layerWebSocket(`ws://127.0.0.1:${port}/rpc/ws`),
  "requests over HTTP": (port: number) => CloudApiRpc.layerHttp(`http://127.0.0.1:${port}/rpc/http`),
}

const platform = Layer.mergeAll(
  NodeContext.layer,
  NodeHttpClient.layerUndici,
  NodeSocket.layerWebSocketConstructor,
)

const connectOver = (name: keyof typeof layers, port: number) =>
  Effect.gen(function* () {
    const context = yield* Layer.build(Layer.provide(layers[name](port), platform))
    return yield* Context.get(context, CloudApi).connect
  })

/** Whoever stands before the server and answers by itself. */
const proxy = (status: number, headers: Record<string, string>, body: string) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const server = createServer((request, response) => {
        request.resume().on("end", () => response.writeHead(status, headers).end(body))
      })
      server.listen(0, "127.0.0.1")
      await once(server, "listening")
      return server
    }),
    (server) => Effect.sync(() => server.close()),
  )

const html = { "content-type": "text/html" }
const ours = { "content-type": "application/ndjson" }
const line = (defect: object) => `${JSON.stringify({ _tag: "Defect", defect })}\n`

const answers = [
  {
    what: "our own refusal of a page of another site",
    status: 403,
    headers: ours,
    body: line({ _tag: "Forbidden", detail: "another site" }),
    error: { _tag: "Forbidden" },
  },
  {
    what: "our own refusal of who asks too often",
    status: 429,
    headers: ours,
    body: line({ _tag: "ServerOverloaded", retryAfter: 12_345 }),
    error: { _tag: "ServerOverloaded", retryAfter: 12_345 },
  },
  {
    what: "a proxy's 413",
    status: 413,
    headers: html,
    body: "<h1>413</h1>",
    error: { _tag: "PayloadTooLarge" },
  },
  {
    what: "a proxy's 429 with a wait",
    status: 429,
    headers: { ...html, "retry-after": "7" },
    body: "<h1>429</h1>",
    error: { _tag: "ServerOverloaded", retryAfter: 7_000 },
  },
  {
    what: "a proxy's 503 with a wait",
    status: 503,
    headers: { ...html, "retry-after": "30" },
    body: "",
    error: { _tag: "ServerOverloaded", retryAfter: 30_000 },
  },
  { what: "a proxy's 502", status: 502, headers: html, body: "<h1>502</h1>", error: { _tag: "Transient" } },
  {
    what: "a page for guests",
    status: 200,
    headers: html,
    body: "<h1>Hi</h1>",
    error: { _tag: "Transient" },
  },
]

describe("what is answered before the calls are known", () => {
  it.scopedLive.each(answers)("$what is a typed error", ({ body, error, headers, status }) =>
    Effect.gen(function* () {
      const address = (yield* proxy(status, headers, body)).address()
      const port = typeof address === "object" ? (address?.port ?? 0) : 0
      const cloud = yield* connectOver("requests over HTTP", port)
      assert.deepInclude(Object(yield* Effect.flip(cloud.hello(helloOf(deviceId)))), error)
    }),
  )

  it.scopedLive.each(["a socket", "requests over HTTP"] as const)(
    "a push that is too large is refused over %s with its size, and the next call is answered",
    (name) =>
      Effect.gen(function* () {
        const { port } = yield* startProcess({ OPENCHAT_DATA: yield* dataFolder })
        const token = yield* Effect.promise(async () => {
          const { headers } = await fetch(`http://127.0.0.1:${port}/api/auth/sign-up/email`, {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify({ name: "Ann", email: "ann@example.com", password: "correct horse" }),
          })
          return headers.get("set-auth-token") ?? ""
        })
        yield* Effect.gen(function* () {
          const cloud = yield* connectOver(name, port)
          const { epoch } = yield* cloud.hello(helloOf(deviceId))
          const event = { ...chatEvent(deviceId, 1), replaced: "x".repeat(5_000_000) }
          const error = yield* Effect.flip(cloud.push({ deviceId, epoch, events: [event] }))
          assert.strictEqual(error._tag, "PayloadTooLarge")
          assert.lengthOf(yield* cloud.devices, 1)
          const { outcomes } = yield* cloud.push({ deviceId, epoch, events: [chatEvent(deviceId, 1)] })
          assert.strictEqual(outcomes[0]?.outcome, "applied")
        }).pipe(
          Effect.locally(RpcClient.currentHeaders, Headers.fromInput({ authorization: `Bearer ${token}` })),
        )
      }).pipe(Effect.provide(platform)),
    60_000,
  )
})

import { Headers, HttpClient, HttpClientRequest, Socket } from "@effect/platform"
import { NodeContext, NodeHttpClient, NodeSocket } from "@effect/platform-node"
import { RpcClient } from "@effect/rpc"
import { assert, layer } from "@effect/vitest"
import { Context, Effect, Exit, Layer } from "effect"
import { CloudApi } from "../../src/services/sync/CloudApi.ts"
import * as CloudApiRpc from "../../src/services/sync/CloudApiRpc.ts"
import { layerInProcess } from "../../src/server/sync/inProcess.ts"
import { dataFolder, startProcess } from "../server/serverProcess.ts"
import { chatEvent, helloOf, newDeviceId } from "../server/syncClient.ts"
import { ServerLayer, user } from "../simulation/world.ts"

/** A person's token, as another client than a browser has it. */
const signUp = (port: number, email: string) =>
  Effect.gen(function* () {
    const client = yield* HttpClient.HttpClient
    const request = HttpClientRequest.post(`http://127.0.0.1:${port}/api/auth/sign-up/email`).pipe(
      HttpClientRequest.bodyUnsafeJson({ name: "Ann", email, password: "correct horse" }),
    )
    const { headers } = yield* client.execute(request)
    return headers["set-auth-token"] ?? ""
  })

const layers = {
  "a socket": (port: number) => CloudApiRpc.layerWebSocket(`ws://127.0.0.1:${port}/rpc/ws`),
  "requests over HTTP": (port: number) => CloudApiRpc.layerHttp(`http://127.0.0.1:${port}/rpc/http`),
  "either of them": (port: number) =>
    CloudApiRpc.layer({
      webSocket: `ws://127.0.0.1:${port}/rpc/ws`,
      http: `http://127.0.0.1:${port}/rpc/http`,
    }),
  "HTTP, where no socket is let through": (port: number) =>
    CloudApiRpc.layer({
      webSocket: `ws://127.0.0.1:${port}/nothing`,
      http: `http://127.0.0.1:${port}/rpc/http`,
    }),
}

const platform = Layer.mergeAll(
  NodeContext.layer,
  NodeHttpClient.layerUndici,
  NodeSocket.layerWebSocketConstructor,
)

/** What every layer must be able to pass on. */
const conversation = Effect.gen(function* () {
  const deviceId = newDeviceId()
  const cloud = yield* Effect.flatMap(CloudApi, ({ connect }) => connect)
  const { epoch, lastNumber } = yield* cloud.hello(helloOf(deviceId))
  assert.strictEqual(lastNumber, 0)
  const { outcomes } = yield* cloud.push({ deviceId, epoch, events: [chatEvent(deviceId, 1)] })
  assert.deepStrictEqual(
    outcomes.map(({ outcome }) => outcome),
    ["applied"],
  )
  const page = yield* cloud.pull({ deviceId, place: { epoch, cursor: 0, mark: null } })
  assert.includeMembers(
    page.rows.map(({ entity }) => entity),
    ["user", "device", "sync_config", "chat"],
  )
  const snapshot = yield* cloud.snapshot({ deviceId, after: null })
  assert.isAbove(snapshot.rows.length, 0)
  assert.deepStrictEqual(
    (yield* cloud.devices).map(({ id }) => id),
    [deviceId],
  )
  const again = yield* Effect.flip(
    cloud.pull({ deviceId, place: { epoch: "another", cursor: 0, mark: null } }),
  )
  assert.strictEqual(again._tag, "EpochMismatch")
})

/** One server in a process of its own, for all. */
class Server extends Context.Tag("test/Server")<Server, { readonly port: number }>() {
  static readonly layer = Layer.scoped(
    Server,
    Effect.flatMap(dataFolder, (folder) => startProcess({ OPENCHAT_DATA: folder })),
  ).pipe(Layer.orDie, Layer.provide(NodeContext.layer))
}

layer(Server.layer, { excludeTestServices: true, timeout: 60_000 })(
  "the port between engine and server",
  (it) => {
    it.effect.each(Object.entries(layers))("speaks through %s", ([name, layerOf]) =>
      Effect.gen(function* () {
        const { port } = yield* Server
        const token = yield* signUp(port, `${name.replaceAll(/\W/g, "-")}@example.com`)
        yield* conversation.pipe(
          Effect.locally(RpcClient.currentHeaders, Headers.fromInput({ authorization: `Bearer ${token}` })),
          Effect.provide(Layer.provide(layerOf(port), platform)),
          Effect.scoped,
        )
      }).pipe(Effect.provide(platform), Effect.scoped),
    )

    it.scoped("speaks to a server in memory", () =>
      Effect.provide(conversation, Layer.provide(layerInProcess(user), ServerLayer)),
    )

    it.effect.each(Object.entries(layers))(
      "keeps nothing open after a conversation through %s",
      ([, layerOf]) =>
        Effect.gen(function* () {
          const { port } = yield* Server
          const sockets: Array<globalThis.WebSocket> = []
          const recording = Layer.effect(
            Socket.WebSocketConstructor,
            Effect.map(Socket.WebSocketConstructor, (construct) => (url, protocols) => {
              const socket = construct(url, protocols)
              sockets.push(socket)
              return socket
            }),
          )
          const { connect } = yield* Layer.build(
            Layer.provide(layerOf(port), Layer.provideMerge(recording, platform)),
          ).pipe(Effect.map(Context.get(CloudApi)))
          const said = yield* Effect.flatMap(connect, (cloud) =>
            Effect.exit(cloud.hello(helloOf(newDeviceId()))),
          ).pipe(Effect.scoped)
          assert.isTrue(Exit.isFailure(said))
          for (const { CLOSED, CLOSING, readyState } of sockets) assert.include([CLOSING, CLOSED], readyState)
        }).pipe(Effect.provide(platform), Effect.scoped),
    )

    it.effect("is offline where nobody listens, and needs a session where there is none", () =>
      Effect.gen(function* () {
        const ask = (layer: Layer.Layer<CloudApi>) =>
          Effect.flatMap(CloudApi, ({ connect }) => connect).pipe(
            Effect.flatMap((cloud) => Effect.flip(cloud.hello(helloOf(newDeviceId())))),
            Effect.provide(layer),
            Effect.scoped,
          )
        const nobody = yield* ask(Layer.provide(layers["either of them"](1), platform))
        assert.strictEqual(nobody._tag, "Offline")
        const { port } = yield* Server
        const stranger = yield* ask(Layer.provide(layers["requests over HTTP"](port), platform))
        assert.strictEqual(stranger._tag, "NeedsAuth")
      }).pipe(Effect.provide(platform), Effect.scoped),
    )
  },
)

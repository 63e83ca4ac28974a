import { NodeSocket } from "@effect/platform-node"
import { assert, it } from "@effect/vitest"
import { Context, Deferred, Effect, Fiber, Layer, Runtime, Stream, TestClock } from "effect"
import { createHash } from "node:crypto"
import { once } from "node:events"
import { createServer } from "node:http"
import type { Socket } from "node:net"
import { DeviceId } from "../../src/domain/Ids.ts"
import { CloudApi } from "../../src/services/sync/CloudApi.ts"
import * as CloudApiRpc from "../../src/services/sync/CloudApiRpc.ts"
import { helloOf } from "../server/syncClient.ts"

const deviceId = DeviceId.make("d".repeat(21))

/** https://www.rfc-editor.org/rfc/rfc6455#section-1.3 */
const acceptOf = (key: string) =>
  createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64")

/** Takes up every socket and then says nothing, as behind a router that forgot it. `asked` when something was sent. */
const halfOpen = Effect.gen(function* () {
  const asked = yield* Deferred.make<void>()
  const run = Runtime.runFork(yield* Effect.runtime())
  const open = new Set<Socket>()
  const server = yield* Effect.acquireRelease(
    Effect.promise(async () => {
      const server = createServer()
      server.on("upgrade", ({ headers }, socket: Socket) => {
        open.add(socket)
        socket.on("data", () => void run(Deferred.succeed(asked, undefined)))
        socket.on("error", () => {})
        const accept = acceptOf(headers["sec-websocket-key"] ?? "")
        const lines = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"]
        socket.write([...lines, `Sec-WebSocket-Accept: ${accept}`, "", ""].join("\r\n"))
      })
      server.listen(0, "127.0.0.1")
      await once(server, "listening")
      return server
    }),
    (server) =>
      Effect.sync(() => {
        for (const socket of open) socket.destroy()
        server.close()
      }),
  )
  const address = server.address()
  return { asked, port: address !== null && typeof address === "object" ? address.port : 0 }
})

const connectTo = (port: number) =>
  Effect.gen(function* () {
    const layer = CloudApiRpc.layerWebSocket(`ws://127.0.0.1:${port}/rpc/ws`)
    const context = yield* Layer.build(Layer.provide(layer, NodeSocket.layerWebSocketConstructor))
    return yield* Context.get(context, CloudApi).connect
  })

it.scoped("a socket that is open and says nothing is offline after a while: a call", () =>
  Effect.gen(function* () {
    const { asked, port } = yield* halfOpen
    const cloud = yield* connectTo(port)
    const call = yield* Effect.fork(Effect.flip(cloud.hello(helloOf(deviceId))))
    yield* Deferred.await(asked)
    yield* TestClock.adjust("31 seconds")
    assert.strictEqual((yield* Fiber.join(call))._tag, "Offline")
  }),
)

it.scoped("a socket that is open and says nothing is offline after a while: who waits to be poked", () =>
  Effect.gen(function* () {
    const { asked, port } = yield* halfOpen
    const cloud = yield* connectTo(port)
    const watch = yield* Effect.fork(Effect.flip(Stream.runDrain(cloud.watch(deviceId))))
    yield* Deferred.await(asked)
    // a ping is due every 10 s, and answered before the next one
    for (let n = 0; n < 4; n++) yield* TestClock.adjust("10 seconds")
    assert.strictEqual((yield* Fiber.join(watch))._tag, "Offline")
  }),
)

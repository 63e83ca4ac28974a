import { Socket } from "@effect/platform"
import { NodeSocket } from "@effect/platform-node"
import { RpcClient } from "@effect/rpc"
import { assert, layer } from "@effect/vitest"
import { Chunk, Effect, Fiber, Queue, Stream } from "effect"
import { request } from "node:http"
import { oldestProtocol, protocolVersion } from "../../src/domain/sync/Protocol.ts"
import { ownOrigin, signUp } from "./people.ts"
import { ask, testServer, testServerWith } from "./support.ts"
import { chatEvent, helloOf, newDeviceId, overWebSocket, portOf } from "./syncClient.ts"

/** The status with which the server answers a browser that wants a WebSocket; 101 is yes. */
const upgrade = (headers: Record<string, string>) =>
  Effect.flatMap(portOf, (port) =>
    Effect.async<number>((resume) => {
      const asked = request({
        host: "127.0.0.1",
        port,
        path: "/rpc/ws",
        headers: {
          connection: "Upgrade",
          upgrade: "websocket",
          "sec-websocket-version": "13",
          "sec-websocket-key": Buffer.from("0123456789abcdef").toString("base64"),
          ...headers,
        },
      })
      asked.on("upgrade", (_response, socket) => {
        socket.destroy()
        resume(Effect.succeed(101))
      })
      asked.on("response", (response) => {
        response.resume()
        resume(Effect.succeed(response.statusCode ?? 0))
      })
      asked.on("error", () => resume(Effect.succeed(0)))
      asked.end()
    }),
  )

/** Says something to the server as it is, and hears the first that comes back. */
const sayRaw = (text: string) =>
  Effect.gen(function* () {
    const port = yield* portOf
    const socket = yield* Effect.provide(
      Socket.makeWebSocket(`ws://127.0.0.1:${port}/rpc/ws`),
      NodeSocket.layerWebSocketConstructor,
    )
    const heard = yield* Queue.unbounded<string>()
    const decoder = new TextDecoder()
    const reading = yield* Effect.fork(
      Effect.either(socket.run((bytes) => Queue.offer(heard, decoder.decode(bytes)))),
    )
    const write = yield* socket.writer
    yield* write(text)
    const closed = Effect.map(Fiber.join(reading), () => "closed")
    return yield* Effect.timeout(Effect.raceFirst(Queue.take(heard), closed), "5 seconds")
  }).pipe(Effect.scoped)

const call = (tag: string, payload: unknown, more: object = {}) =>
  `${JSON.stringify({ _tag: "Request", id: "1", tag, payload, headers: [], ...more })}\n`

const malformed = [
  { what: "no JSON", text: "{\n", answer: '"Defect"' },
  { what: "a message whose kind has no text", text: '{"_tag":{"toString":1}}\n', answer: '"Defect"' },
  { what: "no message", text: '{"_tag":"Hello"}\n', answer: '"Defect"' },
  { what: "a call without an id", text: call("sync.pull", {}, { id: null }), answer: '"Defect"' },
  { what: "a call whose id is no number", text: call("sync.pull", {}, { id: "one" }), answer: '"Defect"' },
  {
    what: "a call without headers",
    text: call("sync.pull", {}, { headers: null }),
    answer: '"InvalidInput"',
  },
  {
    what: "a call with odd headers",
    text: call("sync.pull", {}, { headers: [[1, 2]] }),
    answer: '"InvalidInput"',
  },
  {
    what: "a token that no header could carry",
    text: call("sync.devices", undefined, { headers: [["authorization", "Bearer \u2603\n"]] }),
    answer: '"NeedsAuth"',
  },
  { what: "a call that is none", text: call("sync.everything", {}), answer: '"InvalidInput"' },
  { what: "a call of the prototype", text: call("__proto__", {}), answer: '"InvalidInput"' },
  { what: "no payload", text: call("sync.pull", null), answer: '"InvalidInput"' },
  { what: "a payload of another shape", text: call("sync.push", { events: 1 }), answer: '"InvalidInput"' },
  {
    what: "too many events",
    text: call("sync.push", {
      deviceId: "d".repeat(21),
      epoch: "",
      events: Array.from({ length: 501 }, (_, at) => chatEvent(newDeviceId(), at + 1)),
    }),
    answer: '"InvalidInput"',
  },
  { what: "a deep nest", text: `${"[".repeat(100_000)}\n`, answer: '"Defect"' },
]

layer(testServer, { excludeTestServices: true })("calls", (it) => {
  it.effect.each(malformed)("answers $what over WebSocket, and goes on", ({ answer, text }) =>
    Effect.gen(function* () {
      assert.include(yield* sayRaw(text), answer)
      assert.include(yield* sayRaw('{"_tag":"Ping"}\n'), '"Pong"')
    }),
  )

  it.effect.each(malformed)("answers $what over HTTP with the same", ({ answer, text }) =>
    Effect.gen(function* () {
      const answered = yield* ask("/rpc/http", { "content-type": "application/ndjson" }, "POST", text)
      assert.strictEqual(answered.status, 200)
      assert.include(answered.body.toString(), answer)
    }),
  )

  it.effect("ends a connection that says null, and no other", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const ann = yield* signUp("null@example.com")
        const client = yield* overWebSocket(yield* portOf)
        const as = RpcClient.withHeaders({ authorization: ann.bearer })
        yield* as(client.sync.devices())
        yield* sayRaw("null\n")
        yield* as(client.sync.devices())
      }),
    ),
  )

  it.effect("refuses a body that is too large with the sizes", () =>
    Effect.gen(function* () {
      const { body, status } = yield* ask("/rpc/http", {}, "POST", "x".repeat(5_000_000))
      assert.strictEqual(status, 413)
      const line = JSON.parse(body.toString())
      assert.deepInclude(line.defect, { _tag: "PayloadTooLarge", limit: 4_194_304 })
    }),
  )

  it.scoped("says which side is too old, and registers nothing", () =>
    Effect.gen(function* () {
      const ann = yield* signUp("versions@example.com")
      const as = RpcClient.withHeaders({ authorization: ann.bearer })
      const client = yield* overWebSocket(yield* portOf)
      const speaks = (protocol: number) =>
        Effect.flip(as(client.sync.hello({ ...helloOf(newDeviceId()), protocol })))
      const [old, newer] = [oldestProtocol - 1, protocolVersion + 1]
      assert.deepInclude(Object(yield* speaks(old)), { side: "client", spoken: old, oldest: oldestProtocol })
      assert.deepInclude(Object(yield* speaks(newer)), {
        side: "server",
        spoken: protocolVersion,
        oldest: newer,
      })
      assert.deepStrictEqual(yield* as(client.sync.devices()), [])
    }),
  )

  it.effect("gives a WebSocket to a page of its own, and to nobody else who comes with a cookie", () =>
    Effect.gen(function* () {
      const { bearer, cookie } = yield* signUp("socket@example.com")
      const origin = yield* ownOrigin
      assert.strictEqual(yield* upgrade({ cookie, origin }), 101)
      assert.strictEqual(yield* upgrade({ cookie, origin: "https://evil.example" }), 403)
      assert.strictEqual(yield* upgrade({ cookie, origin: "null" }), 403)
      assert.strictEqual(yield* upgrade({ cookie }), 403)
      // a program names itself
      assert.strictEqual(yield* upgrade({ authorization: bearer }), 101)
    }),
  )

  it.effect("knows a page's person by the cookie alone", () =>
    Effect.gen(function* () {
      const { cookie } = yield* signUp("cookie@example.com")
      const text = call("sync.devices", undefined)
      const own = yield* ask("/rpc/http", { cookie, origin: yield* ownOrigin }, "POST", text)
      assert.include(own.body.toString(), '"Success"')
      const foreign = yield* ask("/rpc/http", { cookie, origin: "https://evil.example" }, "POST", text)
      assert.strictEqual(foreign.status, 403)
      assert.include(foreign.body.toString(), '"Forbidden"')
    }),
  )

  it.scoped("tells a device that watches what another one pushed, and that it was revoked", () =>
    Effect.gen(function* () {
      const ann = yield* signUp("watch@example.com")
      const as = RpcClient.withHeaders({ authorization: ann.bearer })
      const client = yield* overWebSocket(yield* portOf)
      const [watcher, writer] = [newDeviceId(), newDeviceId()]
      yield* as(client.sync.hello(helloOf(watcher)))
      const { epoch, version } = yield* as(client.sync.hello(helloOf(writer)))

      const pokes = yield* Queue.unbounded<number>()
      const watching = yield* client.sync.watch({ deviceId: watcher }).pipe(
        Stream.runForEach((poke) => Queue.offer(pokes, poke.version)),
        as,
        Effect.flip,
        Effect.fork,
      )
      assert.strictEqual(yield* Queue.take(pokes), version)
      yield* as(client.sync.push({ deviceId: writer, epoch, events: [chatEvent(writer, 1)] }))
      assert.strictEqual(yield* Queue.take(pokes), version + 1)
      yield* as(client.sync.revokeDevice({ deviceId: watcher }))
      assert.strictEqual((yield* Fiber.join(watching))._tag, "Forbidden")
    }),
  )
})

layer(testServerWith({ callsPerMinute: 5 }), { excludeTestServices: true })("limits", (it) => {
  it.scoped("of an account are typed, and say how long to wait", () =>
    Effect.gen(function* () {
      const ann = yield* signUp("limit@example.com")
      const client = yield* overWebSocket(yield* portOf)
      const asked = Effect.either(RpcClient.withHeaders(client.sync.devices(), { authorization: ann.bearer }))
      const answers = yield* Stream.repeatEffect(asked).pipe(Stream.take(6), Stream.runCollect)
      const last = Chunk.unsafeLast(answers)
      assert.isTrue(last._tag === "Left" && last.left._tag === "ServerOverloaded" && last.left.retryAfter > 0)
    }),
  )

  it.effect("of an address are a 429", () =>
    Effect.gen(function* () {
      for (let calls = 0; calls < 5; calls++) yield* ask("/api/v1/chats")
      const { body, headers, status } = yield* ask("/api/v1/chats")
      assert.strictEqual(status, 429)
      assert.include(body.toString(), '"ServerOverloaded"')
      assert.isAbove(Number(headers["retry-after"]), 0)
      // the page and the health of the server are for everybody
      assert.strictEqual((yield* ask("/")).status, 200)
      assert.strictEqual((yield* ask("/ready")).status, 200)
    }),
  )
})

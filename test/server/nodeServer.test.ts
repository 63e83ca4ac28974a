import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { once } from "node:events"
import { type AddressInfo, connect, type Socket } from "node:net"
import { makeNodeServer } from "../../src/server/nodeServer.ts"

/** A server that listens although nobody answers yet. */
const listening = Effect.acquireRelease(
  Effect.promise(async () => {
    const server = makeNodeServer()
    server.listen(0, "127.0.0.1")
    await once(server, "listening")
    return server
  }),
  (server) =>
    Effect.promise(async () => {
      server.closeAllConnections()
      const closed = once(server, "close")
      server.close()
      await closed
    }),
)

const portOf = (address: AddressInfo | string | null) =>
  typeof address === "object" ? (address?.port ?? 0) : 0

/** Says it on a connection of its own, and returns when the server has read it. */
const say = (server: Effect.Effect.Success<typeof listening>, text: string) =>
  Effect.gen(function* () {
    const accepted = once(server, "connection")
    const client = yield* Effect.acquireRelease(
      Effect.sync(() => connect(portOf(server.address()), "127.0.0.1")),
      (socket) => Effect.sync(() => socket.destroy()),
    )
    client.write(text)
    const [socket]: ReadonlyArray<Socket> = yield* Effect.promise(() => accepted)
    yield* Effect.repeat(
      Effect.async<boolean>(
        (resume) => void setImmediate(() => resume(Effect.succeed(socket?.bytesRead === text.length))),
      ),
      { until: (read) => read },
    )
    return client
  })

const heardBy = (client: Socket) => Effect.promise(async () => String((await once(client, "data"))[0]))

const upgrade = "GET /rpc/ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"

it.scopedLive("what comes before anybody answers is answered once somebody does, each by its own", () =>
  Effect.gen(function* () {
    const server = yield* listening
    const gone = yield* say(server, upgrade)
    gone.resetAndDestroy()
    const socket = yield* say(server, upgrade)
    const plain = yield* say(server, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    const answers: Array<string> = []
    server.on("request", ({ url = "" }, response) => {
      answers.push(url)
      response.end("request")
    })
    server.on("upgrade", ({ url = "" }, taken) => {
      answers.push(url)
      taken.end("HTTP/1.1 101 upgrade\r\n\r\n")
    })
    assert.include(yield* heardBy(plain), "200 OK")
    assert.include(yield* heardBy(socket), "101 upgrade")
    // who comes later waits for nobody
    assert.include(yield* heardBy(yield* say(server, upgrade)), "101 upgrade")
    assert.deepStrictEqual(answers.toSorted(), ["/", "/rpc/ws", "/rpc/ws", "/rpc/ws"])
  }),
)

import { NodeContext } from "@effect/platform-node"
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { once } from "node:events"
import { connect } from "node:net"
import { dataFolder, startProcess } from "./serverProcess.ts"

/** A connection as a browser opens one before it knows what to ask. */
const open = (port: number) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const socket = connect(port, "127.0.0.1")
      // it may be cut while it is used
      socket.on("error", () => undefined)
      await once(socket, "connect")
      return socket
    }),
    (socket) => Effect.sync(() => socket.destroy()),
  )

const request = "GET / HTTP/1.1\r\nHost: localhost\r\n"

it.scopedLive(
  "a server that is told to stop does so although a browser holds connections open and asks nothing on them",
  () =>
    Effect.gen(function* () {
      const server = yield* startProcess({ OPENCHAT_DATA: yield* dataFolder })
      const unused = yield* open(server.port)
      const begun = yield* open(server.port)
      begun.write(request)
      const kept = yield* open(server.port)
      kept.write(`${request}\r\n`)
      // once it has answered this one it knows of the others
      yield* Effect.promise(() => once(kept, "data"))

      const sockets = [unused, begun, kept]
      const cut = sockets.map((socket) => once(socket.resume(), "close"))
      yield* Effect.fork(server.kill("SIGTERM"))
      // it would wait for the first for a minute, which is longer than this test
      const code = yield* server.exitCode
      assert.isTrue(code === 0 || code === 130 || code === 143, String(code))
      yield* Effect.promise(() => Promise.all(cut))
    }).pipe(Effect.provide(NodeContext.layer)),
  45_000,
)

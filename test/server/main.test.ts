import { Command, HttpServer } from "@effect/platform"
import { NodeContext, NodeHttpServer } from "@effect/platform-node"
import { assert, it } from "@effect/vitest"
import { Effect, Layer, Stream } from "effect"
import { createServer } from "node:http"
import { server } from "../../src/server/Server.ts"
import { cannotListen } from "../../src/server/ServerErrors.ts"
import { onFreePort, testServices } from "./support.ts"

const text = <E, R>(bytes: Stream.Stream<Uint8Array, E, R>) =>
  bytes.pipe(
    Stream.decodeText(),
    Stream.runFold("", (all, part) => all + part),
  )

/** Runs the server as `npm start` does, until it ends by itself. */
const runMain = (environment: Record<string, string>) =>
  Effect.gen(function* () {
    const command = Command.make(process.execPath, "--import", "tsx", "src/server/main.ts")
    const server = yield* Command.start(Command.env(command, environment))
    const [said, code] = yield* Effect.all([text(server.stderr), server.exitCode], { concurrency: 2 })
    return { said, code }
  })

it.scopedLive("says in one sentence that its port is in use", () =>
  Effect.gen(function* () {
    const { address } = yield* HttpServer.HttpServer
    const port = address._tag === "TcpAddress" ? address.port : 0
    const second = NodeHttpServer.layer(createServer, { host: "127.0.0.1", port })
    const error = yield* Layer.build(second).pipe(
      Effect.mapError(cannotListen("127.0.0.1", port)),
      Effect.flip,
    )
    assert.strictEqual(error._tag, "CannotListen")
    assert.include(error.message, `Port ${port} is in use by another program.`)
  }).pipe(Effect.provide(onFreePort)),
)

it.scopedLive("fails with PageNotBuilt where there is no build", () =>
  Effect.gen(function* () {
    const error = yield* Layer.build(server("/nowhere")).pipe(Effect.flip)
    assert.strictEqual(error._tag, "PageNotBuilt")
    assert.include(error.message, "npm run build")
  }).pipe(Effect.provide([onFreePort, testServices()])),
)

it.scopedLive("refuses a port that cannot be, with a sentence and no stack", () =>
  Effect.gen(function* () {
    const { said, code } = yield* runMain({ PORT: "99999" })
    assert.strictEqual(code, 1)
    assert.include(said, "PORT must be a whole number from 0 to 65535")
    assert.strictEqual(said.trim().split("\n").length, 1, said)
  }).pipe(Effect.provide(NodeContext.layer)),
)

import { HttpServer } from "@effect/platform"
import { NodeHttpServer, NodeRuntime } from "@effect/platform-node"
import { Console, Effect, Layer } from "effect"
import { createServer } from "node:http"
import { fileURLToPath } from "node:url"
import { pageServer } from "./PageServer.ts"
import { cannotListen } from "./ServerErrors.ts"
import { settings } from "./settings.ts"

const folder = fileURLToPath(new URL("../../dist", import.meta.url))

/** Milliseconds that answers on their way get when the server is stopped. */
const lastAnswers = 500

/** A browser keeps connections open on which it has asked nothing yet, and a server that closes waits for them. */
const makeServer = () => {
  const server = createServer()
  const close = server.close.bind(server)
  return Object.assign(server, {
    close: (done?: (error?: Error) => void) => {
      setTimeout(() => server.closeAllConnections(), lastAnswers).unref()
      return close(done)
    },
  })
}

const sayWhere = HttpServer.addressWith((address) =>
  address._tag === "TcpAddress"
    ? Console.log(`OpenChat is ready at http://localhost:${address.port}`)
    : Effect.void,
)

const main = Layer.unwrapEffect(
  Effect.map(settings, ({ host, port }) =>
    Layer.effectDiscard(sayWhere).pipe(
      Layer.provide(pageServer(folder)),
      Layer.provide(
        NodeHttpServer.layer(makeServer, { host, port }).pipe(Layer.mapError(cannotListen(host, port))),
      ),
    ),
  ),
)

// A failure that was foreseen is one sentence; only a defect needs all that is known about it.
const reported = Layer.launch(main).pipe(
  Effect.tapError(({ message }) => Console.error(message)),
  Effect.tapDefect((cause) => Effect.logFatal("The server stopped", cause)),
)

NodeRuntime.runMain(reported, { disableErrorReporting: true })

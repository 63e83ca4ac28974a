import { HttpServer } from "@effect/platform"
import { NodeHttpServer, NodeRuntime } from "@effect/platform-node"
import { Console, Effect, Layer } from "effect"
import { createServer } from "node:http"
import { fileURLToPath } from "node:url"
import { pageServer } from "./PageServer.ts"
import { cannotListen } from "./ServerErrors.ts"
import { settings } from "./settings.ts"

const folder = fileURLToPath(new URL("../../dist", import.meta.url))

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
        NodeHttpServer.layer(createServer, { host, port }).pipe(Layer.mapError(cannotListen(host, port))),
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

import { HttpServer } from "@effect/platform"
import { NodeContext, NodeHttpServer, NodeRuntime } from "@effect/platform-node"
import { Console, Effect, Layer, Option } from "effect"
import { fileURLToPath } from "node:url"
import { logging } from "./logging.ts"
import { makeNodeServer } from "./nodeServer.ts"
import { server } from "./Server.ts"
import { cannotListen } from "./ServerErrors.ts"
import { Settings } from "./Settings.ts"
import { chosenStore } from "./store/chosenStore.ts"

const builtHere = fileURLToPath(new URL("../../dist", import.meta.url))

const sayWhere = HttpServer.addressWith((address) =>
  address._tag === "TcpAddress"
    ? Console.log(`OpenChat is ready at http://localhost:${address.port}`)
    : Effect.void,
)

const httpServer = Layer.unwrapEffect(
  Effect.map(Settings, ({ host, port }) =>
    NodeHttpServer.layer(makeNodeServer, { host, port }).pipe(Layer.mapError(cannotListen(host, port))),
  ),
)

const answers = Layer.unwrapEffect(
  Effect.map(Settings, ({ pageFolder }) => server(Option.getOrElse(pageFolder, () => builtHere))),
)

const main = Layer.effectDiscard(sayWhere).pipe(
  Layer.provide(answers),
  Layer.provide(chosenStore),
  Layer.provide(httpServer),
  Layer.provide([logging, NodeContext.layer]),
  Layer.provide(Settings.layer),
)

// A failure that was foreseen is one sentence; only a defect needs all that is known about it.
const reported = Layer.launch(main).pipe(
  Effect.tapError(({ message }) => Console.error(message)),
  Effect.tapDefect((cause) => Effect.logFatal("The server stopped", cause)),
)

NodeRuntime.runMain(reported, { disableErrorReporting: true, disablePrettyLogger: true })

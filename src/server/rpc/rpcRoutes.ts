import { HttpLayerRouter } from "@effect/platform"
import { RpcSerialization, RpcServer } from "@effect/rpc"
import { Effect, Layer } from "effect"
import { SyncRpcs } from "../../domain/rpc/SyncRpcs.ts"
import { AuthenticationLive } from "../accounts/AuthenticationLive.ts"
import { Settings } from "../Settings.ts"
import { lineSerialization } from "./lineSerialization.ts"
import { SyncHandlers } from "./SyncHandlers.ts"
import { typedLayer } from "./typedProtocol.ts"

const overWebSocket = typedLayer(
  Effect.gen(function* () {
    const router = yield* HttpLayerRouter.HttpRouter
    const { httpApp, protocol } = yield* RpcServer.makeProtocolWithHttpAppWebsocket
    yield* router.add("GET", "/rpc/ws", httpApp)
    return protocol
  }),
)

const overHttp = typedLayer(
  Effect.gen(function* () {
    const router = yield* HttpLayerRouter.HttpRouter
    const { httpApp, protocol } = yield* RpcServer.makeProtocolWithHttpApp
    yield* router.add("POST", "/rpc/http", httpApp)
    return protocol
  }),
)

/** Lines of JSON; the line that is being received is bounded like a request. */
const serialization = Layer.effect(
  RpcSerialization.RpcSerialization,
  Effect.map(Settings, ({ bodyLimit }) => lineSerialization(bodyLimit)),
)

const calls = (protocol: typeof overHttp) =>
  RpcServer.layer(SyncRpcs, { disableFatalDefects: true, spanPrefix: "rpc" }).pipe(Layer.provide(protocol))

/** The calls of a device, over WebSocket and over HTTP. */
export const rpcRoutes = Layer.mergeAll(calls(overWebSocket), calls(overHttp)).pipe(
  Layer.provide([SyncHandlers, AuthenticationLive, serialization]),
)

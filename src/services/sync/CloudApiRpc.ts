import { FetchHttpClient, Socket } from "@effect/platform"
import { RpcClient, type RpcClientError, type RpcGroup, RpcSerialization } from "@effect/rpc"
import { Cause, Effect, Layer, Ref, Schedule, Scope, Stream } from "effect"
import { Offline } from "../../domain/errors/SyncErrors.ts"
import { SyncRpcs } from "../../domain/rpc/SyncRpcs.ts"
import { answersOfOurs, errorOfDefect } from "./answeredError.ts"
import { CloudApi, type CloudConnection, type CloudError } from "./CloudApi.ts"

type Client = RpcClient.RpcClient<RpcGroup.Rpcs<typeof SyncRpcs>, RpcClientError.RpcClientError>

/** How long an answer may take. A page of the largest size comes in a tenth of it over a slow line. */
const patience = "30 seconds"

const gone = new Offline({ detail: "the server did not answer in time" })

type Foreign = RpcClientError.RpcClientError

/** The server did not answer at all, or not in the protocol. */
const toCloudError = (error: CloudError | Foreign): CloudError =>
  error._tag === "RpcClientError" ? new Offline({ detail: error.message }) : error

const asked = <A, E extends CloudError>(call: Effect.Effect<A, E | Foreign>): Effect.Effect<A, CloudError> =>
  call.pipe(
    Effect.mapError(toCloudError),
    Effect.timeoutFail({ duration: patience, onTimeout: () => gone }),
    Effect.catchAllDefect((defect) => Effect.fail(errorOfDefect(defect))),
  )

const connectionOf = ({ sync }: Client): CloudConnection => ({
  hello: (hello) => asked(sync.hello(hello)),
  push: (push) => asked(sync.push(push)),
  pull: (pull) => asked(sync.pull(pull)),
  snapshot: (request) => asked(sync.snapshot(request)),
  watch: (deviceId) =>
    sync.watch({ deviceId }).pipe(
      Stream.mapError(toCloudError),
      Stream.catchAllCause((cause) =>
        Stream.failCause(Cause.isDie(cause) ? Cause.fail(errorOfDefect(Cause.squash(cause))) : cause),
      ),
    ),
  devices: asked(sync.devices()),
  emptyTrash: (request) => asked(sync.emptyTrash(request)),
  revokeDevice: (deviceId) => asked(sync.revokeDevice({ deviceId })),
})

const makeClient: Effect.Effect<Client, never, RpcClient.Protocol | Scope.Scope> = RpcClient.make(SyncRpcs, {
  disableTracing: true,
})

/** One socket for everything. It is not opened anew when it breaks: whoever holds the connection makes another. */
const overWebSocket = (url: string) =>
  Effect.gen(function* () {
    const protocol = yield* Layer.build(
      RpcClient.layerProtocolSocket({ retrySchedule: Schedule.stop }).pipe(
        Layer.provide(Socket.layerWebSocket(url)),
        Layer.provide(RpcSerialization.layerNdjson),
      ),
    )
    return connectionOf(yield* Effect.provide(makeClient, protocol))
  })

/** A request for each call, where a socket is not let through. Nobody pokes: the interval of sync has to do. */
const overHttp = (url: string) =>
  Effect.gen(function* () {
    const protocol = yield* Layer.build(
      RpcClient.layerProtocolHttp({ url, transformClient: answersOfOurs }).pipe(
        Layer.provide(RpcSerialization.layerNdjson),
        Layer.provide(FetchHttpClient.layer),
      ),
    )
    const connection = connectionOf(yield* Effect.provide(makeClient, protocol))
    return { ...connection, watch: () => Stream.never }
  })

interface Addresses {
  readonly webSocket: string
  readonly http: string
}

/** Greets over the socket, and over HTTP if nobody answers there. Whoever answered is asked from then on. */
const eitherOf = ({ http, webSocket }: Addresses) =>
  Effect.gen(function* () {
    const scope = yield* Effect.scope
    const current = yield* Ref.make<CloudConnection>(yield* overWebSocket(webSocket))
    const fallBack = Scope.extend(overHttp(http), scope).pipe(Effect.tap((it) => Ref.set(current, it)))
    const ask = <A>(call: (connection: CloudConnection) => Effect.Effect<A, CloudError>) =>
      Effect.flatMap(current, call)
    const connection: CloudConnection = {
      hello: (hello) =>
        Effect.catchTag(
          ask((it) => it.hello(hello)),
          "Offline",
          () => Effect.flatMap(fallBack, (it) => it.hello(hello)),
        ),
      push: (push) => ask((it) => it.push(push)),
      pull: (pull) => ask((it) => it.pull(pull)),
      snapshot: (request) => ask((it) => it.snapshot(request)),
      watch: (deviceId) => Stream.unwrap(Effect.map(current, (it) => it.watch(deviceId))),
      devices: ask((it) => it.devices),
      emptyTrash: (request) => ask((it) => it.emptyTrash(request)),
      revokeDevice: (deviceId) => ask((it) => it.revokeDevice(deviceId)),
    }
    return connection
  })

/** A socket where one is let through, else a request for each call. */
export const layer = (addresses: Addresses) =>
  Layer.effect(
    CloudApi,
    Effect.map(Socket.WebSocketConstructor, (construct) => ({
      connect: Effect.provideService(eitherOf(addresses), Socket.WebSocketConstructor, construct),
    })),
  )

/** One socket, and nothing else. */
export const layerWebSocket = (url: string) =>
  Layer.effect(
    CloudApi,
    Effect.map(Socket.WebSocketConstructor, (construct) => ({
      connect: Effect.provideService(overWebSocket(url), Socket.WebSocketConstructor, construct),
    })),
  )

/** A request for each call. */
export const layerHttp = (url: string) => Layer.succeed(CloudApi, { connect: overHttp(url) })

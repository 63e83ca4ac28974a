import { Context, Effect, FiberRef, Layer, Stream } from "effect"
import type { CurrentUser } from "../../domain/rpc/SyncRpcs.ts"
import { CloudApi, type CloudConnection } from "../../services/sync/CloudApi.ts"
import { Erasures } from "./Erasures.ts"
import { Pokes } from "./Pokes.ts"
import { Pulls } from "./Pulls.ts"
import { Pushes } from "./Pushes.ts"
import { Registrations } from "./Registrations.ts"
import { Snapshots } from "./Snapshots.ts"

/** A user's conversation with the server without a network between: for tests, and for whoever embeds both. */
export const inProcess = Effect.fn("inProcess")(function* (user: CurrentUser["Type"]) {
  const erasures = yield* Erasures
  const pokes = yield* Pokes
  const pulls = yield* Pulls
  const pushes = yield* Pushes
  const registrations = yield* Registrations
  const snapshots = yield* Snapshots
  const { userId } = user
  // a transaction that the caller has open on a database of its own is none of the server's
  const apart = <A, E>(call: Effect.Effect<A, E>) =>
    Effect.locally(call, FiberRef.currentContext, Context.empty())
  const connection: CloudConnection = {
    hello: (hello) => apart(registrations.hello(user, hello)),
    push: (push) => apart(pushes.push(userId, push)),
    pull: (pull) => apart(pulls.pull(userId, pull)),
    snapshot: (request) => apart(snapshots.page(userId, request)),
    watch: (deviceId) =>
      Stream.mapEffect(pokes.watch(userId), (version) =>
        Effect.as(registrations.require(userId, deviceId), { version }),
      ),
    devices: apart(registrations.devices(userId)),
    emptyTrash: (request) => apart(erasures.empty(userId, request)),
    revokeDevice: (deviceId) => apart(registrations.revoke(userId, deviceId)),
  }
  return connection
})

/** The port of the engine onto a server in the same process, whatever that keeps its rows in. */
export const layerInProcess = (user: CurrentUser["Type"]) =>
  Layer.effect(
    CloudApi,
    Effect.map(inProcess(user), (connection) => ({ connect: Effect.succeed(connection) })),
  )

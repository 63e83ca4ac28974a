import type { Effect } from "effect"
import { Context, Layer, type Scope, type Stream } from "effect"
import type { Device } from "../../domain/Device.ts"
import { Offline } from "../../domain/errors/SyncErrors.ts"
import type { DeviceId } from "../../domain/Ids.ts"
import type { ServerError } from "../../domain/rpc/SyncRpcs.ts"
import type {
  EmptiedTrash,
  EmptyTrash,
  Hello,
  Poke,
  Pull,
  PullPage,
  Push,
  Pushed,
  SnapshotPage,
  SnapshotRequest,
  Welcome,
} from "../../domain/sync/Protocol.ts"

/** What the server answered, or that it did not. */
export type CloudError = ServerError | Offline

/** A conversation with the server. Every call may be made again if its answer did not come. */
export interface CloudConnection {
  readonly hello: (hello: Hello) => Effect.Effect<Welcome, CloudError>
  readonly push: (push: Push) => Effect.Effect<Pushed, CloudError>
  readonly pull: (pull: Pull) => Effect.Effect<PullPage, CloudError>
  readonly snapshot: (request: SnapshotRequest) => Effect.Effect<SnapshotPage, CloudError>
  /** Fails when the connection is gone. */
  readonly watch: (deviceId: DeviceId) => Stream.Stream<Poke, CloudError>
  readonly devices: Effect.Effect<ReadonlyArray<Device>, CloudError>
  /** Not asked of a server whose welcome says nothing of it. */
  readonly emptyTrash: (request: EmptyTrash) => Effect.Effect<EmptiedTrash, CloudError>
  readonly revokeDevice: (deviceId: DeviceId) => Effect.Effect<void, CloudError>
}

/**
 * The port between the sync engine and a server, whichever it is. Foreign errors stop at it. Nothing goes over the
 * network before `connect` is run, and nothing after its scope is closed.
 */
export class CloudApi extends Context.Tag("openchat/CloudApi")<
  CloudApi,
  { readonly connect: Effect.Effect<CloudConnection, CloudError, Scope.Scope> }
>() {
  /** There is no server. */
  static readonly layerOffline = Layer.succeed(CloudApi, {
    connect: new Offline({ detail: "there is no server" }),
  })
}

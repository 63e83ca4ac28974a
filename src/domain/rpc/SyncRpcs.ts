import { Rpc, RpcGroup, RpcMiddleware } from "@effect/rpc"
import { Context, Schema } from "effect"
import { Device } from "../Device.ts"
import { InvalidInput, NotFound, PayloadTooLarge } from "../errors/InputErrors.ts"
import {
  ClockSkew,
  EpochMismatch,
  Forbidden,
  MustResnapshot,
  NeedsAuth,
  NumberGap,
  ProtocolTooOld,
  ServerOverloaded,
  Transient,
} from "../errors/SyncErrors.ts"
import { DeviceId, type UserId } from "../Ids.ts"
import {
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
} from "../sync/Protocol.ts"

/** Everything that the server may answer instead of what it was asked for. */
export const ServerError = Schema.Union(
  NeedsAuth,
  Forbidden,
  NotFound,
  InvalidInput,
  PayloadTooLarge,
  ClockSkew,
  NumberGap,
  MustResnapshot,
  EpochMismatch,
  ProtocolTooOld,
  ServerOverloaded,
  Transient,
)
export type ServerError = typeof ServerError.Type

/** Whose session the call belongs to. */
export class CurrentUser extends Context.Tag("openchat/CurrentUser")<
  CurrentUser,
  { readonly userId: UserId; readonly name: string; readonly email: string }
>() {}

/** Finds the session by the cookie or by the bearer token of the call. */
export class Authentication extends RpcMiddleware.Tag<Authentication>()("openchat/Authentication", {
  provides: CurrentUser,
  failure: Schema.Union(NeedsAuth, ServerOverloaded, Transient),
}) {}

/** What a device asks of the server, over WebSocket or over HTTP. Every call may be sent again. */
export class SyncRpcs extends RpcGroup.make(
  Rpc.make("hello", { payload: Hello, success: Welcome, error: ServerError }),
  Rpc.make("push", { payload: Push, success: Pushed, error: ServerError }),
  Rpc.make("pull", { payload: Pull, success: PullPage, error: ServerError }),
  Rpc.make("snapshot", { payload: SnapshotRequest, success: SnapshotPage, error: ServerError }),
  /** Ends with `Forbidden` when the device is revoked. */
  Rpc.make("watch", {
    payload: { deviceId: DeviceId },
    success: Poke,
    error: ServerError,
    stream: true,
  }),
  Rpc.make("devices", { success: Schema.Array(Device), error: ServerError }),
  Rpc.make("emptyTrash", { payload: EmptyTrash, success: EmptiedTrash, error: ServerError }),
  Rpc.make("revokeDevice", { payload: { deviceId: DeviceId }, error: ServerError }),
)
  .middleware(Authentication)
  .prefix("sync.") {}

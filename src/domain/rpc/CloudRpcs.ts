import { Rpc, RpcGroup } from "@effect/rpc"
import { Schema } from "effect"
import { Account, Credentials, Registration } from "../Account.ts"
import { type Conflict, Resolution } from "../Conflict.ts"
import type { Device } from "../Device.ts"
import { AppError } from "../errors/AppError.ts"
import { InputError } from "../errors/InputErrors.ts"
import { StorageError } from "../errors/StorageErrors.ts"
import { SyncError } from "../errors/SyncErrors.ts"
import { DeviceId, EventId } from "../Ids.ts"
import { SyncMode, type SyncConfig } from "../SyncConfig.ts"
import { EntityType, type SyncEvent } from "../SyncEvent.ts"
import { SyncStatus } from "../sync/SyncStatus.ts"
import { CallError } from "./CallError.ts"
import { trusted } from "./trusted.ts"

/** Whatever can go wrong between the page, the device and the server. */
export const CloudCallError = Schema.Union(StorageError, InputError, SyncError)
export type CloudCallError = typeof CloudCallError.Type

/** A refused change, with the text that it would have written. */
export interface RefusedChange {
  readonly event: SyncEvent
  readonly text: string
}

/** Sync, as a page sees and steers it. */
export class CloudRpcs extends RpcGroup.make(
  /** Encoded, unlike rows: an error that is posted as it is arrives without its tag. */
  Rpc.make("status", { success: SyncStatus, error: StorageError, stream: true }),
  /** A round now, also where automatic sync is off. Answers at once: the status says how it goes. */
  Rpc.make("sync", { error: StorageError }),
  /** The person's settings; they are changed by the mutation `UpdateSyncConfig`, all but the mode. */
  Rpc.make("config", { success: trusted<SyncConfig>(), error: StorageError, stream: true }),
  /**
   * Another mode for this device. To cloud-only nothing may wait; what lies on the disk is removed.
   * `NeedsAuth` if there is no account for it.
   */
  Rpc.make("setMode", { payload: { mode: SyncMode }, error: AppError }),
  Rpc.make("conflicts", {
    payload: { open: Schema.Boolean, limit: Schema.Int.pipe(Schema.between(1, 1_000)) },
    success: trusted<ReadonlyArray<Conflict>>(),
    error: CallError,
    stream: true,
  }),
  /** Settles every open conflict of the entity. */
  Rpc.make("resolveConflict", {
    payload: { entityType: EntityType, entityId: Schema.String, resolution: Resolution },
    error: CloudCallError,
  }),
  Rpc.make("refused", {
    success: trusted<ReadonlyArray<RefusedChange>>(),
    error: StorageError,
    stream: true,
  }),
  /** The person gives a refused change up. */
  Rpc.make("discardRefused", { payload: { eventId: EventId }, error: CallError }),
  /**
   * S9: the server was restored or replaced, and the person chose: what it lost is sent to it again (`keep`), or taken
   * as lost here too. Changes that wait are kept in both cases.
   */
  Rpc.make("acceptServer", { payload: { keep: Schema.Boolean }, error: CallError }),
).prefix("cloud.") {}

/** The account of the person who uses this device. */
export class AccountRpcs extends RpcGroup.make(
  Rpc.make("watch", { success: trusted<Account>(), error: StorageError, stream: true }),
  /** What was written without an account becomes the account's, and is uploaded. */
  Rpc.make("signUp", { payload: Registration, success: Account, error: CloudCallError }),
  Rpc.make("signIn", { payload: Credentials, success: Account, error: CloudCallError }),
  /** `wipe` removes everything from this device, sent or not; otherwise it all stays. */
  Rpc.make("signOut", { payload: { wipe: Schema.Boolean }, error: CloudCallError }),
).prefix("account.") {}

/** The devices of the account. A device is renamed by the mutation `RenameDevice`. */
export class DevicesRpcs extends RpcGroup.make(
  /** Those that this device knows of, this one first. */
  Rpc.make("watch", { success: trusted<ReadonlyArray<Device>>(), error: StorageError, stream: true }),
  /** Asks the server when each last synced. */
  Rpc.make("refresh", { error: CloudCallError }),
  /** The device stops syncing at once and keeps what it has. */
  Rpc.make("revoke", { payload: { deviceId: DeviceId }, error: CloudCallError }),
).prefix("devices.") {}

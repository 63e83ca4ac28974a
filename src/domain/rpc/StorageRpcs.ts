import { Rpc, RpcGroup } from "@effect/rpc"
import { Schema } from "effect"
import { StorageStatus } from "../StorageStatus.ts"
import { StorageUsage } from "../StorageUsage.ts"
import { StorageError } from "../errors/StorageErrors.ts"
import { CallError } from "./CallError.ts"

/**
 * `retry` opens the same file again; `set-aside` keeps it under another name and begins with an empty one; `in-memory`
 * leaves it as it is and goes on with a database that keeps nothing, until `retry`.
 */
export const RecoveryAction = Schema.Literal("retry", "set-aside", "in-memory")
export type RecoveryAction = typeof RecoveryAction.Type

export class StorageRpcs extends RpcGroup.make(
  Rpc.make("status", { success: StorageStatus, error: StorageError }),
  /** Reads the whole database, a little at a time. */
  Rpc.make("usage", { success: StorageUsage, error: StorageError }),
  /** Works while the database cannot be opened. */
  Rpc.make("recover", { payload: { action: RecoveryAction }, error: CallError }),
  /** The bytes of the file as they lie on the disk, also when they are damaged. */
  Rpc.make("exportRaw", { success: Schema.Uint8ArrayFromSelf, error: StorageError, stream: true }),
).prefix("storage.") {}

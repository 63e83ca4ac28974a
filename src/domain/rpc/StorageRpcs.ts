import { Rpc, RpcGroup } from "@effect/rpc"
import { Schema } from "effect"
import { StorageError } from "../errors/StorageErrors.ts"
import { StorageStatus } from "../StorageStatus.ts"
import { StorageUsage } from "../StorageUsage.ts"

/**
 * `retry` opens the same file again; `set-aside` keeps it under another name and begins with an empty one; `in-memory`
 * leaves it as it is and goes on with a database that keeps nothing, until `retry`.
 */
export const RecoveryAction = Schema.Literal("retry", "set-aside", "in-memory")
export type RecoveryAction = typeof RecoveryAction.Type

const Count = Schema.Int.pipe(Schema.nonNegative())

/** With each piece, how much there is in all of them. */
export const SalvagePiece = Schema.Struct({
  chats: Count,
  messages: Count,
  /** Rows that are there and cannot be read. */
  unreadable: Count,
  json: Schema.String,
})
export type SalvagePiece = typeof SalvagePiece.Type

export class StorageRpcs extends RpcGroup.make(
  Rpc.make("status", { success: StorageStatus, error: StorageError }),
  /** Reads the whole database, a little at a time. */
  Rpc.make("usage", { success: StorageUsage, error: StorageError }),
  /** Works while the database cannot be opened. */
  Rpc.make("recover", { payload: { action: RecoveryAction }, error: StorageError }),
  /** What can be read of a file that does not open, as pieces of one JSON text like that of an export. */
  Rpc.make("salvage", { success: SalvagePiece, error: StorageError, stream: true }),
  /** The bytes of the file as they lie on the disk, also when they are damaged. */
  Rpc.make("exportRaw", { success: Schema.Uint8ArrayFromSelf, error: StorageError, stream: true }),
).prefix("storage.") {}

import { Rpc, RpcGroup } from "@effect/rpc"
import { Schema } from "effect"
import { CleanUpPreview, CleanUpResult, CleanUpStrategy, OldChats } from "../CleanUp.ts"
import { StorageError } from "../errors/StorageErrors.ts"
import { ChatId } from "../Ids.ts"
import { Millis } from "../Scalars.ts"
import { StorageStatus } from "../StorageStatus.ts"
import { StorageUsage } from "../StorageUsage.ts"
import { CallError } from "./CallError.ts"
import { CloudCallError } from "./CloudRpcs.ts"

/**
 * `retry` opens the same file again; `set-aside` keeps it under another name and begins with what can be read of it;
 * `in-memory` leaves it as it is and goes on with a database that keeps nothing, until `retry`.
 */
export const RecoveryAction = Schema.Literal("retry", "set-aside", "in-memory")
export type RecoveryAction = typeof RecoveryAction.Type

/** Which of the files: the log beside the database holds what was written last. */
export const RawPart = Schema.Struct({
  of: Schema.Literal("present", "former"),
  part: Schema.Literal("file", "log"),
})
export type RawPart = typeof RawPart.Type

export class StorageRpcs extends RpcGroup.make(
  Rpc.make("status", { success: StorageStatus, error: StorageError }),
  /** Reads the whole database, a little at a time. */
  Rpc.make("usage", { success: StorageUsage, error: StorageError }),
  Rpc.make("cleanUpPreview", { success: CleanUpPreview, error: StorageError }),
  Rpc.make("cleanUp", {
    payload: { strategy: CleanUpStrategy },
    success: CleanUpResult,
    error: CloudCallError,
  }),
  /** Those in which nothing was written since. */
  Rpc.make("oldChats", { payload: { before: Millis }, success: OldChats, error: CallError }),
  /** The chats with all that lies in them as JSON, in pieces of text. */
  Rpc.make("exportChats", {
    payload: { chatIds: Schema.Array(ChatId) },
    success: Schema.String,
    error: CallError,
    stream: true,
  }),
  /** Works while the database cannot be opened. */
  Rpc.make("recover", { payload: { action: RecoveryAction }, error: CallError }),
  /** The person has read what became of a damaged database. */
  Rpc.make("dismissRebuilt", { error: StorageError }),
  /** The bytes as they lie on the disk, also when they are damaged; of the database, or of the one that was set aside. */
  Rpc.make("exportRaw", {
    payload: RawPart,
    success: Schema.Uint8ArrayFromSelf,
    error: CallError,
    stream: true,
  }),
).prefix("storage.") {}

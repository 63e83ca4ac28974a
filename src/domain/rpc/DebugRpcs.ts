import { Rpc, RpcGroup } from "@effect/rpc"
import { Schema } from "effect"
import { StorageKind } from "../StorageStatus.ts"
import { SyncEvent } from "../SyncEvent.ts"
import { StorageError } from "../errors/StorageErrors.ts"
import { CallError } from "./CallError.ts"

export const DebugFacts = Schema.Struct({
  sqliteVersion: Schema.String,
  schemaVersion: Schema.Int,
  storage: StorageKind,
  vfs: Schema.String,
  journalMode: Schema.String,
  /** Bytes. */
  fileSize: Schema.Int,
  counts: Schema.Struct({ chats: Schema.Int, messages: Schema.Int, events: Schema.Int, pending: Schema.Int }),
  /** The worker that has the database open. */
  leader: Schema.String,
  tabs: Schema.Int,
  /** Milliseconds that the last opening took. */
  openedIn: Schema.Number,
})
export type DebugFacts = typeof DebugFacts.Type

export const IntegrityReport = Schema.Struct({
  /** Empty when all is well. */
  problems: Schema.Array(Schema.String),
})
export type IntegrityReport = typeof IntegrityReport.Type

export class DebugRpcs extends RpcGroup.make(
  Rpc.make("facts", { success: DebugFacts, error: StorageError }),
  Rpc.make("events", {
    payload: { limit: Schema.Int.pipe(Schema.between(1, 500)) },
    success: Schema.Array(SyncEvent),
    error: CallError,
    stream: true,
  }),
  /** SQLite's own check, the full-text index against its rows, and rows against events. */
  Rpc.make("checkIntegrity", { success: IntegrityReport, error: StorageError }),
  Rpc.make("rebuildSearch", { error: StorageError }),
  /** The whole database as an ordinary SQLite file, in pieces. */
  Rpc.make("exportSqlite", { success: Schema.Uint8ArrayFromSelf, error: StorageError, stream: true }),
  /** Every table as JSON, in pieces of text. */
  Rpc.make("exportJson", { success: Schema.String, error: StorageError, stream: true }),
).prefix("debug.") {}

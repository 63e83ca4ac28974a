import { Rpc, RpcGroup } from "@effect/rpc"
import { Schema } from "effect"
import { ImportId } from "../Ids.ts"
import { StorageError } from "../errors/StorageErrors.ts"
import { ImportProgress, ImportRecord, UndoneImport } from "../transfer/Import.ts"
import { ExportRequest } from "../transfer/Export.ts"
import { CallError } from "./CallError.ts"
import { CloudCallError } from "./CloudRpcs.ts"

/** A file of the person's: its bytes are not copied to whoever reads it. */
export const ChosenFile = Schema.Struct({
  name: Schema.String,
  blob: Schema.instanceOf(Blob, { arbitrary: () => (fc) => fc.string().map((text) => new Blob([text])) }),
})

/** Chats that come from other applications, and go to them. */
export class TransferRpcs extends RpcGroup.make(
  /**
   * Whoever stops listening stops it. Repeated with the same id it goes on: what is in is not added again. Answers how
   * far it is, and ends when everything was read.
   */
  Rpc.make("import", {
    payload: { importId: ImportId, files: Schema.Array(ChosenFile) },
    success: ImportProgress,
    error: CloudCallError,
    stream: true,
  }),
  /** A file in pieces. */
  Rpc.make("export", {
    payload: ExportRequest.fields,
    success: Schema.Uint8ArrayFromSelf,
    error: CallError,
    stream: true,
  }),
  /** Takes back what it brought. Chats in which something was written since stay. Safe to repeat. */
  Rpc.make("undo", { payload: { importId: ImportId }, success: UndoneImport, error: CloudCallError }),
  /** The newest imports of this device. */
  Rpc.make("imports", { success: Schema.Array(ImportRecord), error: StorageError, stream: true }),
).prefix("transfer.") {}

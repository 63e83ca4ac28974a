import { TransferRpcs } from "../../domain/rpc/TransferRpcs.ts"
import { ImportLog } from "../../services/transfer/ImportLog.ts"
import { Imports } from "../../services/transfer/Imports.ts"
import { following, streaming } from "../calls.ts"

export const TransferHandlers = TransferRpcs.toLayer({
  "transfer.import": ({ files, importId }) => streaming(Imports, (imports) => imports.start(importId, files)),
  "transfer.imports": () => following(ImportLog, (log) => log.list),
})

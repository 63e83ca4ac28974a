import { TransferRpcs } from "../../domain/rpc/TransferRpcs.ts"
import { ImportLog } from "../../services/transfer/ImportLog.ts"
import { Imports } from "../../services/transfer/Imports.ts"
import { ChatExports } from "../../services/transfer/ChatExports.ts"
import { ImportUndo } from "../../services/transfer/ImportUndo.ts"
import { following, streaming, using } from "../calls.ts"

export const TransferHandlers = TransferRpcs.toLayer({
  "transfer.import": ({ files, importId }) => streaming(Imports, (imports) => imports.start(importId, files)),
  "transfer.export": (request) => streaming(ChatExports, (exports) => exports.run(request)),
  "transfer.undo": ({ importId }) => using(ImportUndo, (it) => it.undo(importId)),
  "transfer.imports": () => following(ImportLog, (log) => log.list),
})

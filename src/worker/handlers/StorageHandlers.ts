import { Effect, Stream } from "effect"
import { StorageRpcs } from "../../domain/rpc/StorageRpcs.ts"
import { CleanUp } from "../../services/sync/CleanUp.ts"
import { OldChatList } from "../../services/storage/OldChatList.ts"
import { Exports } from "../../services/debug/Exports.ts"
import { Storage } from "../../services/storage/Storage.ts"
import { StorageUse } from "../../services/storage/StorageUse.ts"
import { Opened, streaming, using } from "../Opened.ts"

export const StorageHandlers = StorageRpcs.toLayer({
  "storage.status": () => using(Storage, (storage) => storage.status),
  "storage.usage": () => using(StorageUse, (use) => use.measure),
  "storage.cleanUpPreview": () => using(CleanUp, (cleanUp) => cleanUp.preview),
  "storage.cleanUp": ({ strategy }) => using(CleanUp, (cleanUp) => cleanUp.run(strategy)),
  "storage.oldChats": ({ before }) => using(OldChatList, (list) => list.find(before)),
  "storage.exportChats": ({ chatIds }) => streaming(Exports, (exports) => exports.chatsJson(chatIds)),
  "storage.recover": ({ action }) => Effect.flatMap(Opened, (opened) => opened.recover(action)),
  "storage.exportRaw": () => Stream.unwrap(Effect.map(Opened, (opened) => opened.rawFile)),
})

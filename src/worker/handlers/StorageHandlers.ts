import { Effect, Stream } from "effect"
import { StorageRpcs } from "../../domain/rpc/StorageRpcs.ts"
import { Exports } from "../../services/debug/Exports.ts"
import { OldChatList } from "../../services/storage/OldChatList.ts"
import { RebuiltNote } from "../../services/storage/RebuiltNote.ts"
import { Storage } from "../../services/storage/Storage.ts"
import { StorageUse } from "../../services/storage/StorageUse.ts"
import { CleanUp } from "../../services/sync/CleanUp.ts"
import { streaming, using } from "../calls.ts"
import { Opened } from "../Opened.ts"

export const StorageHandlers = StorageRpcs.toLayer({
  "storage.status": () => using(Storage, (storage) => storage.status),
  "storage.usage": () => using(StorageUse, (use) => use.measure),
  "storage.cleanUpPreview": () => using(CleanUp, (cleanUp) => cleanUp.preview),
  "storage.cleanUp": ({ strategy }) => using(CleanUp, (cleanUp) => cleanUp.run(strategy)),
  "storage.oldChats": ({ before }) => using(OldChatList, (list) => list.find(before)),
  "storage.exportChats": ({ chatIds }) => streaming(Exports, (exports) => exports.chatsJson(chatIds)),
  "storage.recover": ({ action }) => Effect.flatMap(Opened, (opened) => opened.recover(action)),
  "storage.dismissRebuilt": () => using(RebuiltNote, (note) => note.dismiss),
  "storage.exportRaw": (part) => Stream.unwrap(Effect.map(Opened, (opened) => opened.rawFile(part))),
})

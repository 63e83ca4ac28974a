import { Effect, Stream } from "effect"
import { StorageRpcs } from "../../domain/rpc/StorageRpcs.ts"
import { RebuiltNote } from "../../services/storage/RebuiltNote.ts"
import { Storage } from "../../services/storage/Storage.ts"
import { StorageUse } from "../../services/storage/StorageUse.ts"
import { using } from "../calls.ts"
import { Opened } from "../Opened.ts"

export const StorageHandlers = StorageRpcs.toLayer({
  "storage.status": () => using(Storage, (storage) => storage.status),
  "storage.usage": () => using(StorageUse, (use) => use.measure),
  "storage.recover": ({ action }) => Effect.flatMap(Opened, (opened) => opened.recover(action)),
  "storage.dismissRebuilt": () => using(RebuiltNote, (note) => note.dismiss),
  "storage.exportRaw": (part) => Stream.unwrap(Effect.map(Opened, (opened) => opened.rawFile(part))),
})

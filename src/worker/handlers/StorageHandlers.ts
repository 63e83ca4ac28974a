import { Effect, Stream } from "effect"
import { StorageRpcs } from "../../domain/rpc/StorageRpcs.ts"
import { Storage } from "../../services/storage/Storage.ts"
import { StorageUse } from "../../services/storage/StorageUse.ts"
import { Opened, using } from "../Opened.ts"

export const StorageHandlers = StorageRpcs.toLayer({
  "storage.status": () => using(Storage, (storage) => storage.status),
  "storage.usage": () => using(StorageUse, (use) => use.measure),
  "storage.recover": ({ action }) => Effect.flatMap(Opened, (opened) => opened.recover(action)),
  "storage.exportRaw": () => Stream.unwrap(Effect.map(Opened, (opened) => opened.rawFile)),
})

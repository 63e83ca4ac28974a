import { Effect, Stream } from "effect"
import { StorageRpcs } from "../../domain/rpc/StorageRpcs.ts"
import { Storage } from "../../services/storage/Storage.ts"
import { salvagePieces } from "../../services/storage/salvagePieces.ts"
import { StorageUse } from "../../services/storage/StorageUse.ts"
import { using } from "../calls.ts"
import { Opened } from "../Opened.ts"

export const StorageHandlers = StorageRpcs.toLayer({
  "storage.status": () => using(Storage, (storage) => storage.status),
  "storage.usage": () => using(StorageUse, (use) => use.measure),
  "storage.recover": ({ action }) => Effect.flatMap(Opened, (opened) => opened.recover(action)),
  "storage.salvage": () =>
    Stream.unwrap(
      Effect.map(
        Effect.flatMap(Opened, (opened) => opened.salvaged),
        salvagePieces,
      ),
    ),
  "storage.exportRaw": () => Stream.unwrap(Effect.map(Opened, (opened) => opened.rawFile)),
})

import { Effect, Schema } from "effect"
import { SyncConfig } from "../../domain/SyncConfig.ts"
import { BooleanFromInteger, registerColumns } from "../database/columns.ts"
import { makeRepo } from "../database/makeRepo.ts"

export const SyncConfigRecord = Schema.Struct({
  ...SyncConfig.fields,
  autoSync: BooleanFromInteger,
  ...registerColumns,
})

export class SyncConfigRepo extends Effect.Service<SyncConfigRepo>()("openchat/SyncConfigRepo", {
  effect: makeRepo({ table: "sync_config", schema: SyncConfigRecord, key: "userId" }),
}) {}

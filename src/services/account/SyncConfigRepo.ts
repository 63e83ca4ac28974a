import { Effect, Schema } from "effect"
import { SyncConfig } from "../../domain/SyncConfig.ts"
import { BooleanFromInteger } from "../database/columns.ts"
import { makeRepo } from "../database/makeRepo.ts"

const SyncConfigRecord = Schema.Struct({ ...SyncConfig.fields, autoSync: BooleanFromInteger })

export class SyncConfigRepo extends Effect.Service<SyncConfigRepo>()("openchat/SyncConfigRepo", {
  effect: makeRepo({ table: "sync_config", schema: SyncConfigRecord, key: "userId" }),
}) {}

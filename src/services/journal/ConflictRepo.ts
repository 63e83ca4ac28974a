import { Effect, Schema } from "effect"
import { Conflict } from "../../domain/Conflict.ts"
import { registerColumns } from "../database/columns.ts"
import { makeRepo } from "../database/makeRepo.ts"

export const ConflictRecord = Schema.Struct({ ...Conflict.fields, ...registerColumns })

export class ConflictRepo extends Effect.Service<ConflictRepo>()("openchat/ConflictRepo", {
  effect: makeRepo({ table: "conflict", schema: ConflictRecord, key: "id" }),
}) {}

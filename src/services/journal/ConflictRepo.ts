import { Effect } from "effect"
import { Conflict } from "../../domain/Conflict.ts"
import { makeRepo } from "../database/makeRepo.ts"

export class ConflictRepo extends Effect.Service<ConflictRepo>()("openchat/ConflictRepo", {
  effect: makeRepo({ table: "conflict", schema: Conflict, key: "id" }),
}) {}

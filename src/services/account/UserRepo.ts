import { Effect, Schema } from "effect"
import { User } from "../../domain/User.ts"
import { registerColumns } from "../database/columns.ts"
import { makeRepo } from "../database/makeRepo.ts"

export const UserRecord = Schema.Struct({ ...User.fields, ...registerColumns })

export class UserRepo extends Effect.Service<UserRepo>()("openchat/UserRepo", {
  effect: makeRepo({ table: "user", schema: UserRecord, key: "id" }),
}) {}

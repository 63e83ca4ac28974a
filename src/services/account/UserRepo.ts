import { Effect } from "effect"
import { User } from "../../domain/User.ts"
import { makeRepo } from "../database/makeRepo.ts"

export class UserRepo extends Effect.Service<UserRepo>()("openchat/UserRepo", {
  effect: makeRepo({ table: "user", schema: User, key: "id" }),
}) {}

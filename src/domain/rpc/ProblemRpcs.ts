import { Rpc, RpcGroup } from "@effect/rpc"
import { AppError } from "../errors/AppError.ts"

export class ProblemRpcs extends RpcGroup.make(
  /** Failures that no call is waiting for: a live query that could not be run again, a loop that had to rest. */
  Rpc.make("watch", { success: AppError, stream: true }),
).prefix("problems.") {}

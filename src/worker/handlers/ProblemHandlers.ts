import { Effect, Stream } from "effect"
import { ProblemRpcs } from "../../domain/rpc/ProblemRpcs.ts"
import { Problems } from "../../services/live/Problems.ts"

export const ProblemHandlers = ProblemRpcs.toLayer({
  "problems.watch": () => Stream.unwrap(Effect.map(Problems, (problems) => problems.watch)),
})

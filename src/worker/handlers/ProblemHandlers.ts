import { Stream } from "effect"
import { ProblemRpcs } from "../../domain/rpc/ProblemRpcs.ts"
import { Problems } from "../../services/live/Problems.ts"
import { following } from "../Opened.ts"

export const ProblemHandlers = ProblemRpcs.toLayer({
  // a database that does not open says so in every call
  "problems.watch": () =>
    Stream.catchAll(
      following(Problems, (problems) => problems.watch),
      () => Stream.never,
    ),
})

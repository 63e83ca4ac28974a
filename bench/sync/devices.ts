/** The devices of the benchmark of sync. `bench/sync/run.mjs` starts it, with what there is to do as its argument. */
import { NodeRuntime } from "@effect/platform-node"
import { Effect, Schema, type Scope } from "effect"
import { bootstrap } from "./devices/bootstrap.ts"
import { catchUp } from "./devices/catchUp.ts"
import { accounts, fanOut } from "./devices/fanOut.ts"
import { tell } from "./devices/measure.ts"
import { type Person, Plan } from "./devices/Plan.ts"
import { pulls } from "./devices/pulls.ts"
import { pushes, upload } from "./devices/pushes.ts"

type Job = (plan: Plan) => Effect.Effect<ReadonlyArray<Person>, unknown, Scope.Scope>

const jobs: Record<Plan["job"], Job> = {
  pushes,
  upload,
  pulls,
  "catch-up": catchUp,
  bootstrap,
  accounts,
  "fan-out": fanOut,
}

const main = Effect.gen(function* () {
  const plan = yield* Schema.decodeUnknown(Schema.parseJson(Plan))(process.argv[2])
  const people = yield* jobs[plan.job](plan)
  yield* tell({ _tag: "done", people })
})

NodeRuntime.runMain(Effect.scoped(main))

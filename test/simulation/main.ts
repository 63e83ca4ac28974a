/**
 * `npm run simulate -- --seeds 1000`: random histories, each from a seed, on as many processes as there are cores.
 * `--from 123` begins at a seed, `--steps 300` makes them longer, `--restores` restores servers in every history
 * (in one of five otherwise), `--no-restores` in none; `--empties` empties the trash in every one (half of them
 * otherwise), `--no-empties` in none. Prints the seed of every failure.
 */
import { Effect } from "effect"
import { fork } from "node:child_process"
import { availableParallelism } from "node:os"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { type Report, simulate } from "./simulate.ts"

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "100" },
    from: { type: "string", default: String(Date.now() % 1_000_000_000) },
    steps: { type: "string", default: "120" },
    step: { type: "string", default: "1" },
    restores: { type: "boolean", default: false },
    "no-restores": { type: "boolean", default: false },
    empties: { type: "boolean", default: false },
    "no-empties": { type: "boolean", default: false },
    child: { type: "boolean", default: false },
  },
})
const [seeds, from, steps, step] = [values.seeds, values.from, values.steps, values.step].map(Number)

const restores = values.restores ? { restores: true } : values["no-restores"] ? { restores: false } : {}
const empties = values.empties ? { empties: true } : values["no-empties"] ? { empties: false } : {}
const passedOn = (["restores", "no-restores", "empties", "no-empties"] as const)
  .filter((name) => values[name])
  .map((name) => `--${name}`)

const runSeeds = Effect.gen(function* () {
  for (let seed = from ?? 0; seed < (from ?? 0) + (seeds ?? 0); seed += step ?? 1) {
    const report = yield* simulate(seed, {
      steps: steps ?? 120,
      ...restores,
      ...empties,
    }).pipe(
      Effect.catchAllCause((cause) =>
        Effect.succeed<Report>({ seed, problems: [String(cause)], counts: {}, decisions: [] }),
      ),
    )
    process.send?.(report)
  }
})

const totals: Record<string, number> = {}
const failed: Array<number> = []
let done = 0

const receive = ({ counts, problems, seed }: Report) => {
  done += 1
  for (const [what, n] of Object.entries(counts)) totals[what] = (totals[what] ?? 0) + n
  if (problems.length === 0) return
  failed.push(seed)
  console.log(`seed ${seed}:\n  ${problems.slice(0, 5).join("\n  ")}`)
}

if (values.child) {
  await Effect.runPromise(runSeeds)
  process.disconnect?.()
} else {
  const began = Date.now()
  const width = availableParallelism()
  await Promise.all(
    Array.from({ length: width }, (_, index) => {
      const args = [
        "--child",
        `--seeds=${(seeds ?? 0) - index}`,
        `--from=${(from ?? 0) + index}`,
        `--step=${width}`,
      ]
      const child = fork(fileURLToPath(import.meta.url), [...args, `--steps=${steps}`, ...passedOn], {
        execArgv: ["--import", "tsx"],
      })
      child.on("message", receive)
      return new Promise((resolve) => child.on("exit", resolve))
    }),
  )
  const seconds = Math.round((Date.now() - began) / 1000)
  console.log(JSON.stringify(totals))
  console.log(
    `${done} seeds from ${from} in ${seconds} s, ${failed.length} failed${failed.length > 0 ? `: ${failed.join(" ")}` : ""}`,
  )
  process.exitCode = failed.length > 0 || done !== seeds ? 1 : 0
}

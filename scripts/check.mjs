/** `npm run check`: everything that can be known about the code without running it. One line for each. */
import { installWhatIsMissing } from "./lib/install.mjs"
import { bin, capture, giveUp } from "./lib/run.mjs"

await installWhatIsMissing()

// The compiler that npm installs knows nothing of Effect. Patching twice changes nothing.
const patch = await capture(bin("effect-tsgo"), ["patch"])
const { output: compiler } = await capture(bin("tsc"), ["--version"])
if (!compiler.includes("effect-tsgo")) {
  giveUp(`The compiler could not be given Effect's diagnostics:\n${patch.output}`)
}

const checks = [
  { name: "format", command: "oxfmt", args: ["--check", "."], cure: "npm run format" },
  { name: "lint and import rules", command: "oxlint", args: ["--deny-warnings"] },
  { name: "types and Effect diagnostics", command: "tsc", args: ["--project", "tsconfig.json"] },
  { name: "unused files, exports and dependencies", command: "knip", args: ["--no-progress"] },
]

for (const { name, command, args, cure } of checks) {
  const began = Date.now()
  const { code, output } = await capture(bin(command), args)
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  console.log(`${code === 0 ? "ok    " : "FAILED"} ${name} (${command}, ${seconds} s)`)
  if (code === 0) continue
  process.exitCode = 1
  console.log(output.trimEnd())
  if (cure !== undefined) console.log(`\`${cure}\` repairs this.`)
}

import { readFileSync } from "node:fs"
import { cpus, totalmem } from "node:os"
import { fileURLToPath } from "node:url"
import { capture } from "../../scripts/lib/run.mjs"

const sqlite = fileURLToPath(new URL("../../node_modules/wa-sqlite/package.json", import.meta.url))

/** What the figures depend on. */
export const collectFacts = async ({ chromium, messages, script = "bench" }) => {
  const { output } = await capture("git", ["rev-parse", "--short", "HEAD"])
  const { output: changed } = await capture("git", ["status", "--porcelain", "--untracked-files=no", "src"])
  const [cpu] = cpus()
  const { name, version } = JSON.parse(readFileSync(sqlite, "utf8"))
  const options = process.argv.slice(2).join(" ")
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: `${output.trim()}${changed.trim() === "" ? "" : " with changes"}`,
    command: `npm run ${script}${options === "" ? "" : ` -- ${options}`}`,
    machine: `${cpus().length} cores (${cpu?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform}`,
    node: process.version.slice(1),
    sqlite: `${name} ${version}`,
    chromium,
    messages,
  }
}

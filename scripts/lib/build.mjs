import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { compressFolder } from "./compress.mjs"
import { newest } from "./newest.mjs"
import { bin, giveUp, root, run } from "./run.mjs"

const sources = ["src", "public", "index.html", "vite.config.ts", "package.json", "package-lock.json"]

/** Written last, so a build that was cut short counts as none. */
const stamp = join(root, "dist", ".built")

export const build = async () => {
  // a test that builds has another one, which Vite would take over
  const code = await run(bin("vite"), ["build"], { env: { NODE_ENV: "production" } })
  if (code !== 0) giveUp("The page could not be built; Vite says why above.", code)
  await compressFolder(join(root, "dist"))
  writeFileSync(stamp, "")
}

export const buildIfOlder = async () => {
  const changedAt = Math.max(...sources.map((source) => newest(join(root, source))))
  if (newest(stamp) < changedAt) await build()
}

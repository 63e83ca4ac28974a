import { statSync, utimesSync } from "node:fs"
import { join } from "node:path"
import { giveUp, root, run } from "./run.mjs"

const modifiedAt = (path) => statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0

/** npm writes this file last, so an install that was cut short counts as missing. */
const installed = "node_modules/.package-lock.json"

/** Brings node_modules to what the lock says, when it is absent or older. */
export const installWhatIsMissing = async () => {
  const [node] = process.versions.node.split(".").map(Number)
  if (node < 20) giveUp(`OpenChat needs Node 20.19 or newer, and this is ${process.version}.`)
  if (modifiedAt(installed) >= modifiedAt("package-lock.json") && modifiedAt(installed) > 0) return

  console.log("Installing dependencies …")
  // Development dependencies build the page, so they are needed even where NODE_ENV says production.
  const code = await run("npm", ["install", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"])
  if (code !== 0) giveUp("The dependencies could not be installed; npm says why above.", code)
  // npm leaves the file alone when nothing was to be done, and the lock would look newer for ever.
  utimesSync(join(root, installed), new Date(), new Date())
}

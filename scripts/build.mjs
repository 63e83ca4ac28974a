/** `npm run build`: the page into `dist`, with compressed copies. `--if-older`: only when a source is newer. */
import { build, buildIfOlder } from "./lib/build.mjs"
import { installWhatIsMissing } from "./lib/install.mjs"

await installWhatIsMissing()
await (process.argv.includes("--if-older") ? buildIfOlder() : build())

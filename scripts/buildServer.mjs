/** Builds the server that tests start, when a source is newer. */
import { buildServerIfOlder } from "./lib/buildServer.mjs"
import { installWhatIsMissing } from "./lib/install.mjs"

await installWhatIsMissing()
await buildServerIfOlder()

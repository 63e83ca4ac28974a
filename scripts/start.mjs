/** `npm start`: installs and builds what is missing, then serves the page until it is told to stop. */
import { spawn } from "node:child_process"
import { buildIfOlder } from "./lib/build.mjs"
import { installWhatIsMissing } from "./lib/install.mjs"
import { root } from "./lib/run.mjs"

await installWhatIsMissing()
await buildIfOlder()

const server = spawn(process.execPath, ["--import", "tsx", "src/server/main.ts"], {
  cwd: root,
  stdio: "inherit",
})
server.on("close", (code) => process.exit(code ?? 1))

// The server closes its connections and ends by itself, and then so does this.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => server.kill(signal))

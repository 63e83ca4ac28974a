/**
 * `npm run dev`: the page by Vite's development server on `PORT` (3000), and the server behind it on the next port, so
 * that accounts and sync work too. Both follow the sources.
 */
import { spawn } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { installWhatIsMissing } from "./lib/install.mjs"
import { bin, root } from "./lib/run.mjs"

await installWhatIsMissing()

const port = Number(process.env.PORT ?? 3000)
const serverPort = port + 1

// a server does not start without a page; that of `dist` may be missing, and would be taken for this one
const page = mkdtempSync(join(tmpdir(), "openchat-dev-"))
writeFileSync(
  join(page, "index.html"),
  `<!doctype html><title>OpenChat</title><p>The page is at <a href="http://localhost:${port}">localhost:${port}</a>.`,
)
process.on("exit", () => rmSync(page, { recursive: true, force: true }))

const start = (command, args, env) =>
  spawn(bin(command), args, {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
    env: { ...process.env, ...env },
  })

const both = [
  start("tsx", ["watch", "--clear-screen=false", "src/server/main.ts"], {
    HOST: "127.0.0.1",
    PORT: String(serverPort),
    OPENCHAT_PAGE: page,
  }),
  start("vite", ["--port", String(port), "--strictPort"], {
    OPENCHAT_DEV_SERVER: `http://127.0.0.1:${serverPort}`,
  }),
]

let running = both.length
let stopping = false
const stop = () => {
  stopping = true
  for (const child of both) child.kill()
}
for (const child of both) {
  child.on("close", (code) => {
    running -= 1
    // one that ends when it is told to says how, and that is no failure
    if (!stopping) process.exitCode = code ?? 1
    // neither is of use without the other
    stop()
    if (running === 0) process.exit()
  })
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop)

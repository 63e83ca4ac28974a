import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import type { TestProject } from "vitest/node"

const root = fileURLToPath(new URL("../..", import.meta.url))

/** The server as it is built for tests: most of the time that its sources take to start is spent on compiling them. */
export const serverProgram = fileURLToPath(
  new URL("../../node_modules/.cache/openchat/server.js", import.meta.url),
)

/** A Node process in the project's folder, of which only the failures are shown. */
export const node = (args: ReadonlyArray<string>, env: Record<string, string> = {}) =>
  spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  })

/** Runs a script of `scripts` to its end. */
export const runScript = (...args: ReadonlyArray<string>) =>
  new Promise<void>((resolve, reject) => {
    const script = node(args)
    let said = ""
    script.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()))
    script.once("close", (code) => (code === 0 ? resolve() : reject(new Error(said))))
  })

const buildServer = () => runScript("scripts/buildServer.mjs")

/** Vitest calls this before it runs tests, so that they start what the sources are now. */
export const setup = async (project: TestProject) => {
  await buildServer()
  project.onTestsRerun(buildServer)
}

import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import type { TestProject } from "vitest/node"

declare module "vitest" {
  interface ProvidedContext {
    /** Where the built page is served: `inject("baseUrl")`. */
    readonly baseUrl: string
  }
}

export interface PageServer {
  readonly url: string
  readonly port: number
  readonly stop: () => Promise<void>
}

const root = fileURLToPath(new URL("../..", import.meta.url))

const node = (args: ReadonlyArray<string>, env: Record<string, string> = {}) =>
  spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  })

/** Serves `dist` as `npm start` does; 0 takes a free port. For tests in which the server goes away and comes back. */
export const startServer = async (port = 0): Promise<PageServer> => {
  const server = node(["--import", "tsx", "src/server/main.ts"], { PORT: String(port) })
  const ended = new Promise<void>((resolve) => server.once("close", () => resolve()))
  const stop = () => {
    server.kill("SIGTERM")
    return ended
  }
  let said = ""
  const ready = await new Promise<number>((resolve, reject) => {
    server.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString()
      const found = /ready at http:\/\/localhost:(\d+)/.exec(said)
      if (found !== null) resolve(Number(found[1]))
    })
    server.once("close", (code) => reject(new Error(`The server ended with code ${code}. ${said}`)))
  })
  return { url: `http://localhost:${ready}`, port: ready, stop }
}

const buildPage = () =>
  new Promise<void>((resolve, reject) => {
    const build = node(["scripts/build.mjs", "--if-older"])
    let said = ""
    build.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()))
    build.once("close", (code) => (code === 0 ? resolve() : reject(new Error(said))))
  })

/** Vitest calls this once before the browser tests, and what it returns once after them. */
export const setup = async (project: TestProject) => {
  await buildPage()
  const { url, stop } = await startServer()
  project.provide("baseUrl", url)
  return stop
}

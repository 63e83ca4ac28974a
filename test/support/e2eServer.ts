import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { TestProject } from "vitest/node"
import { node, runScript, serverProgram } from "./serverProgram.ts"

declare module "vitest" {
  interface ProvidedContext {
    /** Where the built page is served: `inject("baseUrl")`. */
    readonly baseUrl: string
  }
}

export interface PageServer {
  readonly url: string
  readonly port: number
  /** Where its data is. */
  readonly folder: string
  readonly stop: () => Promise<void>
  /** As a power cut would. */
  readonly kill: () => Promise<void>
}

interface ServerOptions {
  /** 0 takes a free one. */
  readonly port?: number
  /** The data of an earlier server, to go on with. Absent: an empty folder. */
  readonly folder?: string
  /** The built page. Absent: that of `dist`. */
  readonly page?: string
}

const emptyFolder = () => mkdtempSync(join(tmpdir(), "openchat-server-"))

/** Serves `dist` as `npm start` does. For tests in which the server goes away and comes back, or is theirs alone. */
export const startServer = async ({
  folder = emptyFolder(),
  page = "dist",
  port = 0,
}: ServerOptions = {}): Promise<PageServer> => {
  const server = node([serverProgram], {
    PORT: String(port),
    OPENCHAT_DATA: folder,
    OPENCHAT_PAGE: page,
    // every person of a test has the same address
    OPENCHAT_SIGN_INS_PER_10_SECONDS: "0",
  })
  const ended = new Promise<void>((resolve) => server.once("close", () => resolve()))
  const end = (signal: "SIGTERM" | "SIGKILL") => () => {
    server.kill(signal)
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
  return {
    url: `http://localhost:${ready}`,
    port: ready,
    folder,
    stop: end("SIGTERM"),
    kill: end("SIGKILL"),
  }
}

/** Vitest calls this once before the browser tests, and what it returns once after them. */
export const setup = async (project: TestProject) => {
  await runScript("scripts/build.mjs", "--if-older")
  const { folder, stop, url } = await startServer()
  project.provide("baseUrl", url)
  return async () => {
    await stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

import { cpSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type PageServer, startServer } from "../../support/e2eServer.ts"
import { startProxy, type Proxy } from "./proxy.ts"

export interface OwnServer extends AsyncDisposable {
  /** Stays the same however often the server is started again. */
  readonly url: string
  readonly proxy: Proxy
  readonly stop: () => Promise<void>
  readonly kill: () => Promise<void>
  /** Again, with the same data. */
  readonly start: () => Promise<void>
  /** A copy of the data of a server that has stopped; what it returns puts that copy in its place. */
  readonly backUp: () => () => void
}

/** A server with data of its own, behind an address that stays. It ends with the block that has it. */
export const ownServer = async (): Promise<OwnServer> => {
  const folder = mkdtempSync(join(tmpdir(), "openchat-server-"))
  const copies: Array<string> = []
  let server: PageServer | undefined = await startServer({ folder })
  const proxy = await startProxy(() => server?.port)
  const end = async (how: "stop" | "kill") => {
    const ending = server
    server = undefined
    await ending?.[how]()
  }
  return {
    url: proxy.url,
    proxy,
    stop: () => end("stop"),
    kill: () => end("kill"),
    start: async () => {
      server = await startServer({ folder })
    },
    backUp: () => {
      const copy = mkdtempSync(join(tmpdir(), "openchat-backup-"))
      copies.push(copy)
      cpSync(folder, copy, { recursive: true })
      return () => {
        rmSync(folder, { recursive: true })
        cpSync(copy, folder, { recursive: true })
      }
    },
    [Symbol.asyncDispose]: async () => {
      await end("stop")
      await proxy.stop()
      for (const path of [folder, ...copies]) rmSync(path, { recursive: true, force: true })
    },
  }
}

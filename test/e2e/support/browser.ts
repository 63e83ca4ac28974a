import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type BrowserContext, chromium, type Page } from "playwright-core"
import { inject } from "vitest"
import { processesOf } from "./processes.ts"
import { recordWorkers } from "./workers.ts"

const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

export interface Options {
  /** A folder of an earlier browser, to go on with its data. */
  readonly profile?: string
  readonly args?: ReadonlyArray<string>
  /** Requests of a page with a service worker cannot be held back or answered otherwise. */
  readonly serviceWorkers?: "allow" | "block"
  readonly baseUrl?: string
}

export interface Browser extends AsyncDisposable {
  readonly context: BrowserContext
  readonly profile: string
  readonly baseUrl: string
  /** Opens the page in a tab of its own. */
  readonly open: (path?: string) => Promise<Page>
  /** Ends it as a person does. The profile stays. */
  readonly quit: () => Promise<void>
  /** Ends all of its processes at once, as a power cut does. The profile stays. */
  readonly kill: () => Promise<void>
}

/** A real Chromium with its own profile on the disk. It ends with the block that has it, and so does the profile. */
export const launch = async (options: Options = {}): Promise<Browser> => {
  const profile = options.profile ?? mkdtempSync(join(tmpdir(), "openchat-e2e-"))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env["CHROME_PATH"] ?? "/usr/bin/chromium",
    headless: true,
    args: [...args, ...(options.args ?? [])],
    acceptDownloads: true,
    serviceWorkers: options.serviceWorkers ?? "allow",
    viewport: { width: 1280, height: 800 },
  })
  context.setDefaultTimeout(30_000)
  await context.addInitScript(recordWorkers)
  const baseUrl = options.baseUrl ?? inject("baseUrl")
  return {
    context,
    profile,
    baseUrl,
    open: async (path = "/") => {
      const page = await context.newPage()
      await page.goto(baseUrl + path)
      return page
    },
    quit: () => context.close(),
    kill: async () => {
      const closed = new Promise<void>((resolve) => void context.once("close", () => resolve()))
      for (const pid of processesOf(profile)) process.kill(pid, "SIGKILL")
      await closed
    },
    [Symbol.asyncDispose]: async () => {
      await context.close()
      if (options.profile === undefined) rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

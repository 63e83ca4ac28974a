import type { BrowserContext, Page } from "playwright-core"

/** What the build calls the scripts of the worker; the page has one of the same name. */
export const workerScript = /\/assets\/(?:start|main)-[^/]+\.js$/

declare global {
  interface Window {
    /** The workers of the database that the page started, by name; the last one is the one it uses. */
    startedWorkers: Array<{ readonly name: string; readonly worker: Worker }>
  }
}

/** Runs in the page before its own code: remembers its workers, so that a test can end one. */
export const recordWorkers = () => {
  const started: Window["startedWorkers"] = []
  window.startedWorkers = started
  const Real = window.Worker
  window.Worker = class extends Real {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options)
      if (options?.name !== "markdown") started.push({ name: options?.name ?? "", worker: this })
    }
  }
}

/** Ends the page's worker in the middle of whatever it does, as a crash would. */
export const terminateWorker = (page: Page): Promise<void> =>
  page.evaluate(() => window.startedWorkers.at(-1)?.worker.terminate())

/** The name of the worker that has the database open, or undefined between two of them. */
const leadingWorker = (page: Page): Promise<string | undefined> =>
  page.evaluate(async () => {
    const { held = [] } = await navigator.locks.query()
    const leader = held.find((lock) => lock.name === "openchat-database")?.clientId
    const tab = held.find((lock) => lock.clientId === leader && lock.name?.startsWith("openchat-tab-"))
    return tab?.name?.slice("openchat-tab-".length)
  })

/** The name of the worker that the page uses. */
export const workerOf = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => window.startedWorkers.at(-1)?.name)

/** Which of the tabs has the database open. @param ended a worker that was ended and may still hold its locks */
export const leaderOf = async (pages: ReadonlyArray<Page>, ended?: string): Promise<Page> => {
  for (;;) {
    for (const page of pages) {
      const [leader, own] = await Promise.all([leadingWorker(page), workerOf(page)])
      if (leader !== undefined && leader === own && leader !== ended) return page
    }
  }
}

/** Lets no new worker start until the returned function is called. Not for pages with a service worker. */
export const holdNewWorkers = async (context: BrowserContext): Promise<() => void> => {
  let release = () => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  await context.route(workerScript, async (route) => {
    await released
    await route.continue()
  })
  return release
}

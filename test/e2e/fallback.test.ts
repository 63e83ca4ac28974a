import { expect, test } from "vitest"
import { type Browser, launch } from "./support/browser.ts"
import { showsTexts, write } from "./support/chatPage.ts"
import { checkIntegrity, factBecomes, openDebug } from "./support/debugPage.ts"
import { workerScript } from "./support/workers.ts"

const withoutOpfs =
  'StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException("none", "SecurityError"));'

const withoutIndexedDb =
  'Object.defineProperty(self, "indexedDB", { configurable: true, get: () => { throw new DOMException("none", "SecurityError") } });'

/**
 * Takes something away from the worker before it begins, as another browser or a private window would. The worker has
 * two scripts, so the code runs twice.
 */
const takeAway = (browser: Browser, code: string) =>
  browser.context.route(workerScript, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: code + (await response.text()) })
  })

test("without OPFS the database lies in IndexedDB, and survives a reload", async () => {
  await using browser = await launch({ serviceWorkers: "block" })
  await takeAway(browser, withoutOpfs)
  const page = await browser.open()
  await write(page, "Kept in IndexedDB")
  await page.reload()
  await showsTexts(page, ["Kept in IndexedDB"])
  await write(page, "and more")
  const debug = await openDebug(browser)
  await factBecomes(debug, "Storage", "indexeddb")
  await checkIntegrity(debug)
  await page.close()
  await factBecomes(debug, "Role", "leader")
  await checkIntegrity(debug)
})

test("with neither, the database lies in memory, and a banner says that nothing is kept", async () => {
  await using browser = await launch({ serviceWorkers: "block" })
  await takeAway(browser, withoutOpfs + withoutIndexedDb)
  const page = await browser.open()
  await page.getByRole("status", { name: /^Storage:/ }).waitFor()
  await write(page, "Gone tomorrow")
  const debug = await openDebug(browser)
  await factBecomes(debug, "Storage", "memory")
  await debug.getByRole("status", { name: /^Storage:/ }).waitFor()
  await checkIntegrity(debug)
})

test("with OPFS no banner speaks of storage", async () => {
  await using browser = await launch()
  const debug = await openDebug(browser)
  await factBecomes(debug, "Storage", "opfs")
  expect(await debug.getByRole("status", { name: /^Storage:/ }).count()).toBe(0)
})

test("without WebAssembly the page says so", async () => {
  await using browser = await launch({ serviceWorkers: "block" })
  await takeAway(browser, "delete self.WebAssembly;")
  const page = await browser.open()
  await page.getByRole("heading", { name: "Your chats cannot be opened" }).waitFor()
  expect(await page.getByRole("alert").innerText()).toContain(
    "This browser cannot run the database, because WebAssembly is missing or switched off.",
  )
})

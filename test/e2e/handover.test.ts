import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { type Browser, launch } from "./support/browser.ts"
import { composer, confirmed, showsTexts, write } from "./support/chatPage.ts"
import { collectConfirmations } from "./support/confirmations.ts"
import { checkIntegrity, openDebug } from "./support/debugPage.ts"
import { branch, exportData } from "./support/exported.ts"
import { holdNewWorkers, leaderOf, terminateWorker, workerOf } from "./support/workers.ts"
import { numbered, writeAll } from "./support/writer.ts"

const chatIdOf = (page: Page) => new URL(page.url()).pathname.slice("/chat/".length)

const crash = async (page: Page) => {
  const session = await page.context().newCDPSession(page)
  const crashed = page.waitForEvent("crash")
  // never answered
  session.send("Page.crash").catch(() => {})
  await crashed
}

/** Writes 100 messages in one tab while something happens to the leader; none may be lost, doubled or moved. */
const survives = async (browser: Browser, writer: Page, disturb: () => Promise<void>) => {
  const confirmations = await collectConfirmations(browser.context)
  await writer.reload()
  const lines = numbered("line", 100)
  await write(writer, "line 0")
  const some = confirmations.more(10)
  const writing = writeAll(writer, lines.slice(1))
  await some
  await disturb()
  await writing
  await confirmed(writer, "line 99").waitFor()

  const debug = await openDebug(browser)
  await checkIntegrity(debug)
  const stored = branch(await exportData(debug), chatIdOf(writer))
  expect(stored).toEqual(lines)
  expect([...confirmations.texts].filter((text) => !stored.includes(text))).toEqual([])
}

const disturbances = [
  { name: "its tab is closed", disturb: (leader: Page) => leader.close() },
  { name: "its worker is ended", disturb: terminateWorker },
  { name: "its renderer crashes", disturb: crash },
]

test.each(disturbances)("another tab's writing goes on when the leader goes: $name", async ({ disturb }) => {
  await using browser = await launch()
  const first = await browser.open()
  await leaderOf([first])
  const writer = await browser.open()
  await survives(browser, writer, () => disturb(first))
  await leaderOf([writer])
})

test("the only tab goes on writing when its worker is ended", async () => {
  await using browser = await launch()
  const page = await browser.open()
  await survives(browser, page, () => terminateWorker(page))
})

test("the page says that the database is being started again, keeps what is typed, and saves it then", async () => {
  await using browser = await launch({ serviceWorkers: "block" })
  const page = await browser.open()
  await write(page, "Before")
  const release = await holdNewWorkers(browser.context)
  await terminateWorker(page)
  const banner = page.getByRole("status", { name: "The database is starting again" })
  await banner.waitFor()
  await composer(page).fill("Meanwhile")
  await composer(page).press("Enter")
  const message = page.getByRole("article").filter({ hasText: "Meanwhile" })
  await message.getByText("Saving…").waitFor()
  release()
  await banner.waitFor({ state: "hidden" })
  await confirmed(page, "Meanwhile").waitFor()
  await showsTexts(page, ["Before", "Meanwhile"])
})

test("a worker that ends before it has begun is replaced", async () => {
  await using browser = await launch({ serviceWorkers: "block" })
  const page = await browser.open()
  await write(page, "Before")
  const release = await holdNewWorkers(browser.context)
  const first = await workerOf(page)
  await terminateWorker(page)
  await expect.poll(() => workerOf(page)).not.toBe(first)
  // it waits for its script and has no lock by which its end could be noticed
  await terminateWorker(page)
  release()
  await write(page, "After")
  await showsTexts(page, ["Before", "After"])
})

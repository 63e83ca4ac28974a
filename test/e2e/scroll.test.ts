import type { Locator, Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type Browser, launch } from "./support/browser.ts"
import { articles, composer, confirmed, write } from "./support/chatPage.ts"
import { numbered, writeAll } from "./support/writer.ts"

const length = 500

let browser: Browser
/** Where the long chat is. */
let path: string

beforeAll(async () => {
  browser = await launch()
  const page = await browser.open()
  const lines = numbered("line", length)
  await write(page, "line 0")
  await writeAll(page, lines.slice(1))
  await confirmed(page, `line ${length - 1}`).waitFor()
  path = new URL(page.url()).pathname
  await page.close()
})

afterAll(() => browser[Symbol.asyncDispose]())

const log = (page: Page) => page.getByRole("log", { name: "Messages" })

const distanceFromEnd = (page: Page) =>
  log(page).evaluate((element) => element.scrollHeight - element.clientHeight - element.scrollTop)

const isInView = (message: Locator) =>
  message.evaluate((element) => {
    const inner = element.getBoundingClientRect()
    const outer = element.closest("[role=log]")?.getBoundingClientRect()
    return outer !== undefined && inner.top >= outer.top && inner.bottom <= outer.bottom
  })

test("a search finds one message among 500, goes to it and points at it", async () => {
  const page = await browser.open()
  await page.getByRole("button", { name: "Search" }).click()
  await page.getByRole("searchbox", { name: "Search" }).fill("line 123")
  const option = page.getByRole("option").filter({ hasText: "line 123" })
  await option.first().click()
  const message = articles(page).filter({ has: page.getByText("line 123", { exact: true }) })
  await message.waitFor()
  await expect.poll(() => isInView(message)).toBe(true)
  expect(await message.getAttribute("class")).toContain("flash")
})

test("a long chat keeps its place while older messages load, and while newer ones come", async () => {
  const page = await browser.open(path)
  await confirmed(page, `line ${length - 1}`).waitFor()
  expect(await distanceFromEnd(page)).toBeLessThan(48)

  const seen = new Set<string>()
  const remember = async () => {
    for (const text of await page.locator("article .message-text").allTextContents()) seen.add(text)
  }
  await log(page).hover()
  while (!seen.has("line 0")) {
    await remember()
    await page.mouse.wheel(0, -600)
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    )
  }
  // no message was jumped over
  expect(seen.size).toBe(length)

  const other = await browser.open(new URL(page.url()).pathname)
  const before = await log(page).evaluate((element) => element.scrollTop)
  await write(other, "from elsewhere")
  await page.getByRole("button", { name: "Jump to latest" }).waitFor()
  expect(await log(page).evaluate((element) => element.scrollTop)).toBe(before)
  await page.getByRole("button", { name: "Jump to latest" }).click()
  await confirmed(page, "from elsewhere").waitFor()
  await expect.poll(() => distanceFromEnd(page)).toBeLessThan(48)

  // at the end it follows what comes
  await write(other, "and once more")
  await confirmed(page, "and once more").waitFor()
  await expect.poll(() => distanceFromEnd(page)).toBeLessThan(48)
  expect(await composer(page).isVisible()).toBe(true)
})

import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { type Browser, launch } from "./support/browser.ts"
import { write } from "./support/chatPage.ts"

/** Makes what is used this share of what the origin is allowed. */
const fillTo = async (browser: Browser, page: Page, share: number) => {
  const session = await browser.context.newCDPSession(page)
  const usage = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0)
  const quotaSize = Math.ceil(usage / share)
  await session.send("Storage.overrideQuotaForOrigin", { origin: browser.baseUrl, quotaSize })
}

const banner = (page: Page) => page.getByRole("status", { name: "Storage is running low" })

/** Each time it is shown, it is asked anew how much is used. */
const section = (page: Page, name: string) =>
  page.getByRole("main").getByRole("link", { name, exact: true }).click()

test("from 80 % on it is said how full the storage is, from 95 % on what that means", async () => {
  // otherwise Chromium says that there are 10 GiB left, whatever there is
  await using browser = await launch({ args: ["--disable-features=StaticStorageQuota"] })
  const page = await browser.open()
  await write(page, "Some text")
  expect(await banner(page).count()).toBe(0)

  await fillTo(browser, page, 0.85)
  await page.getByRole("link", { name: "Settings" }).click()
  await section(page, "Data")
  await banner(page)
    .getByText(/Storage is 8\d % full\. There is still room/)
    .waitFor()

  await fillTo(browser, page, 0.97)
  await section(page, "General")
  await section(page, "Data")
  await banner(page)
    .getByText(/Storage is 9\d % full\. New messages may soon not be saved/)
    .waitFor()
  await section(page, "General")
  await banner(page).getByRole("link", { name: "See what takes up room" }).click()
  await page.getByRole("heading", { name: "What takes up room" }).waitFor()
})

test("what takes up room is said by its kind", async () => {
  await using browser = await launch()
  const page = await browser.open()
  const text = "x".repeat(30_000)
  await write(page, text)
  await page.goto(`${browser.baseUrl}/settings/data`)
  const size = (name: RegExp) =>
    page
      .locator(".usage-row")
      .filter({ has: page.locator("dt", { hasText: name }) })
      .locator("dd")
      .innerText()
  expect(await size(/^Messages/)).toBe("30 kB")
  expect(await size(/^Trash/)).toBe("0 bytes")
  expect(await size(/^Change history/)).toMatch(/^3\d(\.\d)? kB$/)
})

test("the browser is asked to keep the chats when the first message is saved, and once", async () => {
  await using browser = await launch()
  await browser.context.addInitScript(() => {
    const ask = navigator.storage.persist.bind(navigator.storage)
    navigator.storage.persist = () => {
      const asked = Number(sessionStorage.getItem("asked") ?? 0)
      sessionStorage.setItem("asked", String(asked + 1))
      return ask()
    }
  })
  const page = await browser.open()
  const asked = () => page.evaluate(() => sessionStorage.getItem("asked"))
  expect(await asked()).toBe(null)
  await write(page, "First")
  await expect.poll(asked).toBe("1")
  await page.reload()
  await write(page, "Second")
  expect(await asked()).toBe("1")
})

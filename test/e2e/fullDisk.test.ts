import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { type Browser, launch } from "./support/browser.ts"
import { chatList, composer, confirmed, write } from "./support/chatPage.ts"
import { checkIntegrity, openDebug } from "./support/debugPage.ts"

/** Leaves the origin this many bytes; without a number, as much as the browser would give. */
const leave = async (browser: Browser, page: Page, bytes?: number) => {
  const session = await browser.context.newCDPSession(page)
  const usage = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0)
  const quota = bytes === undefined ? {} : { quotaSize: usage + bytes }
  await session.send("Storage.overrideQuotaForOrigin", { origin: browser.baseUrl, ...quota })
}

const long = (at: number) => `${at} ${"many words ".repeat(40_000)}`.trim()

test("a full disk is said, the text stays, and all is saved when there is room again", async () => {
  await using browser = await launch({ serviceWorkers: "block" })
  const page = await browser.open()
  await write(page, "Before")
  await leave(browser, page, 600_000)

  const failed = page.locator("article[data-delivery=failed]")
  let sent = 0
  while ((await failed.count()) === 0) {
    await composer(page).fill(long(sent++))
    await composer(page).press("Enter")
    await page.locator("article[data-delivery=saving]").waitFor({ state: "detached" })
    expect(sent).toBeLessThan(30)
  }
  const lost = failed.first()
  expect(await lost.getByRole("alert").innerText()).toBe(
    "Not saved. There is no space left on this device, so the change was not saved. What was saved before is safe. " +
      "Free some space, or export your chats and delete old ones.",
  )
  expect(await lost.locator(".message-text").innerText()).toBe(long(sent - 1))

  // what is there can be read
  const other = await browser.open()
  await chatList(other).getByRole("link", { name: "Before" }).waitFor()

  await leave(browser, page)
  await lost.getByRole("button", { name: "Retry" }).click()
  await failed.first().waitFor({ state: "detached" })
  await write(page, "After")
  await page.reload()
  await confirmed(page, "After").waitFor()
  await checkIntegrity(await openDebug(browser))
})

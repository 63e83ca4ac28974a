import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { launch } from "./support/browser.ts"
import { chatAction, showsTexts, write } from "./support/chatPage.ts"
import { ownServer } from "./support/ownServer.ts"
import { isSynced, signIn } from "./support/syncPage.ts"

const row = (page: Page, title: string) => page.getByRole("listitem").filter({ hasText: title })

/** As the page shows days, in a language and a zone that only it knows. */
const inDays = (page: Page, days: number) =>
  page.evaluate((later) => {
    const date = new Date(Date.now() + later * 86_400_000)
    const year = date.getFullYear() === new Date().getFullYear() ? {} : ({ year: "numeric" } as const)
    return new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", ...year }).format(date)
  }, days)

test("the trash promises no date on a device that does not sync, and says the date on one that does", async () => {
  await using server = await ownServer()
  await using browser = await launch({ baseUrl: server.url })
  const page = await browser.open()
  await write(page, "To be deleted")
  await chatAction(page, "Delete")
  await page.getByText("Chat moved to the trash").waitFor()

  const trash = await browser.open("/settings/trash")
  await trash.getByText("nothing erases them").waitFor()
  await row(trash, "To be deleted")
    .getByText(/^Deleted [^,]+$/)
    .waitFor()

  await signIn(browser, "Create account", "ada@example.org")
  await isSynced(trash)
  await trash.getByText("The server erases them 90 days after it learned of the deletion").waitFor()
  const text = await row(trash, "To be deleted").innerText()
  expect(text).toContain(`erased for good from ${await inDays(trash, 90)} on`)

  await trash.getByRole("button", { name: "Restore To be deleted" }).click()
  await trash.getByText("The trash is empty.").waitFor()
  await trash.goto(page.url())
  await trash.getByRole("link", { name: "To be deleted" }).click()
  await showsTexts(trash, ["To be deleted"])
})

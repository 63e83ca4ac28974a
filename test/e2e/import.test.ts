import { strToU8, zipSync } from "fflate"
import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { manyConversations, tulips } from "../transfer/exportsOfOthers.ts"
import { launch } from "./support/browser.ts"
import { chatList, showsTexts } from "./support/chatPage.ts"
import { downloaded } from "./support/exported.ts"

const torn = { id: "torn", title: "Torn", create_time: 1 }

const archive = Buffer.from(
  zipSync({
    "chat.html": strToU8("<html>"),
    "conversations.json": strToU8(JSON.stringify([tulips, torn, ...manyConversations(40)])),
    "user.json": strToU8("{}"),
  }),
)

const choose = (page: Page, buffer: Buffer) =>
  page.getByLabel("Import chats").setInputFiles({ name: "export.zip", mimeType: "application/zip", buffer })

test("an export is imported, once, undone, and goes as an archive to another device", async () => {
  await using browser = await launch()
  const page = await browser.open("/settings/data")
  await choose(page, archive)
  // it goes on while somebody looks at something else
  await page.getByRole("link", { name: "General" }).click()
  await page.getByText("Import finished: 41 chats added with 164 messages, 1 skipped.").waitFor()
  await page.goBack()
  const imports = page.getByRole("list", { name: "Imports on this device" })
  await imports.getByText("1 skipped", { exact: true }).click()
  await imports.getByText("Torn: it cannot be read").waitFor()
  const report = (await downloaded(page, "Save the report")).toString("utf8")
  expect(report).toContain("Torn: it cannot be read")

  await choose(page, archive)
  await page
    .getByText("Import finished: 0 chats added with 0 messages, 41 already here, 1 skipped.")
    .waitFor()
  await page.getByRole("link", { name: "Tulips" }).click()
  await showsTexts(page, ["When are tulips planted?", "In autumn.", "How deep?"])
  await page.goBack()
  const own = await downloaded(page, "Export all chats")

  await page.reload()
  await page.getByRole("button", { name: "Undo the import" }).click()
  await page.getByText("41 chats moved to the trash.").waitFor()
  await expect.poll(() => chatList(page).getByRole("link").count()).toBe(0)

  await using other = await launch()
  const there = await other.open("/settings/data")
  await choose(there, own)
  await there.getByText("Import finished: 41 chats added with 164 messages.").waitFor()
  await there.getByRole("link", { name: "Tulips" }).click()
  await showsTexts(there, ["When are tulips planted?", "In autumn.", "How deep?"])
})

test("an import goes on when the tab that has the database is closed in the middle of it", async () => {
  await using browser = await launch()
  const first = await browser.open()
  await chatList(first).waitFor()
  const page = await browser.open("/settings/data")
  await choose(page, Buffer.from(JSON.stringify(manyConversations(500, 8))))
  // something is in, and something is not
  await page.getByText(/, [1-9]\d* chats so far/).waitFor()
  await first.close()
  await page.getByText("Import finished: 500 chats added with 4,000 messages.").waitFor({ timeout: 60_000 })
})

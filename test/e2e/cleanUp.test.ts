import type { Page } from "playwright-core"
import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { launch } from "./support/browser.ts"
import { chatAction, chatList, write } from "./support/chatPage.ts"
import { ownServer } from "./support/ownServer.ts"
import { isSynced, openChat, twoDevices } from "./support/syncPage.ts"

const row = (page: Page, name: string) => page.getByRole("listitem").filter({ hasText: name })

const usage = (page: Page, name: RegExp) =>
  page
    .locator(".usage-row")
    .filter({ has: page.locator("dt", { hasText: name }) })
    .locator("dd")

/** Bytes of all files of the database. */
const onDisk = (page: Page) =>
  page.evaluate(async () => {
    const sizeOf = async (folder: FileSystemDirectoryHandle): Promise<number> => {
      let size = 0
      for await (const handle of folder.values()) {
        size += handle.kind === "file" ? (await handle.getFile()).size : await sizeOf(handle)
      }
      return size
    }
    return sizeOf(await navigator.storage.getDirectory())
  })

test("the trash is emptied after a question, and the room given back to the disk", async () => {
  await using browser = await launch()
  const page = await browser.open()
  await write(page, "a".repeat(300_000))
  await chatAction(page, "Delete")
  await page.getByText("Chat moved to the trash").waitFor()
  await page.goto(`${browser.baseUrl}/settings/data`)
  const trash = row(page, "Empty the trash")
  await trash.getByText(/^1 chat\. Frees about 60\d.* kB\.$/).waitFor()
  expect(await row(page, "Drop confirmed changes").getByRole("button").isDisabled()).toBe(true)
  const size = await onDisk(page)

  await trash.getByRole("button", { name: "Empty trash" }).click()
  const dialog = page.getByRole("dialog", { name: "Erase 1 chat for good?" })
  await dialog.getByText("This cannot be undone").waitFor()
  await dialog.getByRole("button", { name: "Erase for good" }).click()
  await page.getByText(/^1 chat erased, about 60\d.* kB freed\.$/).waitFor()
  await trash.getByText("The trash is empty.").waitFor()
  await expect.poll(() => usage(page, /^Trash/).innerText()).toBe("0 bytes")

  await row(page, "Compact the file").getByRole("button", { name: "Compact file" }).click()
  await page.getByText(/^The file is .* smaller\.$/).waitFor()
  await row(page, "Compact the file").getByText("The file has no free pages.").waitFor()
  expect(size - (await onDisk(page))).toBeGreaterThan(590_000)
  await page.getByRole("button", { name: "New chat" }).click()
  await write(page, "Written after")
})

test("the trash of devices that sync is emptied for both, after a question that says so", async () => {
  await using server = await ownServer()
  await using both = await twoDevices(server.url)
  const page = await both.first.open()
  await write(page, "Secret plan")
  await isSynced(page)
  const other = await openChat(both.second, "Secret plan")
  await chatAction(page, "Delete")
  await isSynced(page)
  await other.goto(`${server.url}/settings/trash`)
  await other.getByRole("button", { name: "Restore Secret plan" }).waitFor()

  await page.goto(`${server.url}/settings/data`)
  await row(page, "Empty the trash").getByText("1 chat, on all of your devices.").waitFor()
  const empty = row(page, "Empty the trash").getByRole("button", { name: "Empty trash" })
  // alone it can do nothing, and says so
  await both.first.context.setOffline(true)
  const dialog = page.getByRole("dialog", { name: "Erase 1 chat for good?" })
  await empty.click()
  await dialog.getByText("for all devices").waitFor()
  await dialog.getByRole("button", { name: "Erase for good" }).click()
  await page
    .getByText(/server.* cannot be reached|offline/i)
    .first()
    .waitFor()
  await other.getByRole("button", { name: "Restore Secret plan" }).waitFor()

  await both.first.context.setOffline(false)
  await empty.click()
  await dialog.getByRole("button", { name: "Erase for good" }).click()
  await page.getByText(/^Erased here and at the server, about/).waitFor()
  await row(page, "Empty the trash").getByText("The trash is empty.").waitFor()
  await other.getByText("The trash is empty.").waitFor()
})

test("old chats are handed out as a file and archived, and go to the trash only when asked again", async () => {
  await using browser = await launch()
  const page = await browser.open()
  await write(page, "Long ago")
  await page.clock.setFixedTime(Date.now() + 400 * 86_400_000)
  await page.getByRole("link", { name: "Settings" }).click()
  await page.getByRole("main").getByRole("link", { name: "Data", exact: true }).click()
  const old = row(page, "Archive old chats")
  await old.getByText("1 chat with 8 bytes of text.").waitFor()
  await old.getByLabel("Not used for").selectOption("24 months")
  await old.getByText("No chat is that old.").waitFor()
  await old.getByLabel("Not used for").selectOption("12 months")

  const download = page.waitForEvent("download")
  await old.getByRole("button", { name: "Export and archive" }).click()
  const file = readFileSync(await (await download).path(), "utf8")
  expect(file).toContain('"content":"Long ago"')
  await page.getByText(/^1 chat handed out as .*old-chats\.json, and archived\.$/).waitFor()
  await expect.poll(() => chatList(page).getByRole("link", { name: "Long ago" }).count()).toBe(0)

  await old.getByRole("button", { name: "Move 1 chat to the trash" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Move to the trash" }).click()
  await row(page, "Empty the trash")
    .getByText(/^1 chat\./)
    .waitFor()
})

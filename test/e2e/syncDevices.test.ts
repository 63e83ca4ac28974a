import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { chatList, showsTexts, write } from "./support/chatPage.ts"
import { ownServer } from "./support/ownServer.ts"
import { isSynced, openChat, syncBecomes, syncState, twoDevices } from "./support/syncPage.ts"

const devices = (page: Page) => page.getByRole("list", { name: "Devices" }).getByRole("listitem")

test("a device is renamed from another one, and revoked: it stops at once and keeps what it has", async () => {
  await using server = await ownServer()
  await using both = await twoDevices(server.url)
  const { first, second } = both
  const writing = await first.open()
  await write(writing, "Shared")
  await isSynced(writing)
  const other = await openChat(second, "Shared")

  const settings = await first.open("/settings/sync")
  await expect.poll(() => devices(settings).count()).toBe(2)
  const own = devices(settings).filter({ hasText: "This device" })
  const theirs = devices(settings).filter({ hasNotText: "This device" })
  await own.getByText(/^Last synced/).waitFor()
  await theirs.getByText(/^Last synced/).waitFor()
  await theirs.getByRole("button", { name: "Rename" }).click()
  await settings.getByRole("textbox", { name: "Device name" }).fill("Ada’s old phone")
  await settings.keyboard.press("Enter")
  await theirs.getByText("Ada’s old phone").waitFor()
  await isSynced(settings)
  const theirSettings = await second.open("/settings/sync")
  await devices(theirSettings).filter({ hasText: "This device" }).getByText("Ada’s old phone").waitFor()

  // what it has not sent must stay with it
  await second.context.setOffline(true)
  await write(other, "not sent")
  await theirs.getByRole("button", { name: "Revoke" }).click()
  const dialog = settings.getByRole("dialog", { name: "Revoke Ada’s old phone?" })
  await dialog.getByRole("button", { name: "Revoke" }).click()
  await dialog.waitFor({ state: "hidden" })
  await theirs.getByText(/^Revoked/).waitFor()
  expect(await theirs.getByRole("button", { name: "Revoke" }).count()).toBe(0)

  await second.context.setOffline(false)
  await syncBecomes(other, /^stopped: device revoked, 1 pending$/)
  await write(other, "written after")
  await write(writing, "the others go on")
  await isSynced(writing)
  await showsTexts(other, ["Shared", "not sent", "written after"])
  await showsTexts(writing, ["Shared", "the others go on"])
  expect(await syncState(other)).toBe("stopped: device revoked, 2 pending")
  await theirSettings.getByText("This device was revoked: it no longer syncs.").waitFor()
})

test("a device that was revoked becomes a new one when its data is removed and it signs in again", async () => {
  await using server = await ownServer()
  await using both = await twoDevices(server.url)
  const page = await both.first.open()
  await write(page, "Shared")
  await isSynced(page)
  const settings = await both.first.open("/settings/sync")
  await devices(settings)
    .filter({ hasNotText: "This device" })
    .getByRole("button", { name: "Revoke" })
    .click()
  await settings.getByRole("dialog").getByRole("button", { name: "Revoke" }).click()

  const account = await both.second.open("/settings/account")
  await syncBecomes(account, /^stopped: device revoked/)
  await account.getByRole("button", { name: "Sign out" }).click()
  const dialog = account.getByRole("dialog")
  await dialog.getByRole("radio", { name: "Remove everything from this device" }).click()
  await dialog.getByRole("button", { name: "Sign out and remove" }).click()
  await syncBecomes(account, /^local only$/)
  await expect.poll(() => chatList(account).getByRole("link").count()).toBe(0)
  await account.getByLabel("Email").fill("ada@example.org")
  await account.getByLabel("Password").fill("correct horse battery")
  await account.getByRole("button", { name: "Sign in" }).click()
  await isSynced(account)
  await chatList(account).getByRole("link", { name: "Shared" }).waitFor()
  await expect.poll(() => devices(settings).count()).toBe(3)
})

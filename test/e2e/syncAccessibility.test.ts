import type { Page } from "playwright-core"
import { test } from "vitest"
import { check, visit } from "./support/axe.ts"
import { type Browser, launch } from "./support/browser.ts"
import { showsTexts, write, rename } from "./support/chatPage.ts"
import { ownServer } from "./support/ownServer.ts"
import {
  edit,
  enter,
  isSynced,
  openChat,
  signIn,
  syncBecomes,
  syncNow,
  versionsButton,
} from "./support/syncPage.ts"

const email = "ada@example.org"

/** The same message in two versions, and a title in two. */
const disagree = async (
  server: { stop: () => Promise<void>; start: () => Promise<void> },
  page: Page,
  other: Page,
) => {
  await server.stop()
  await edit(page, "Said", "Said by the first, with more to it")
  await edit(other, "Said", "Said by the second, with less to it")
  await rename(page, "The first title")
  await rename(other, "The second title")
  await server.start()
  await syncNow(other)
  await isSynced(other)
  await syncNow(page)
  await isSynced(page)
  await versionsButton(page).waitFor()
}

const settings = (page: Page, browser: Browser, section: "Account" | "Sync") =>
  visit(page, browser, `/settings/${section.toLowerCase()}`, section)

test("no page of accounts and sync breaks a rule of WCAG 2.2 AA", async () => {
  await using server = await ownServer()
  await using browser = await launch({ baseUrl: server.url, serviceWorkers: "block" })
  await using second = await launch({ baseUrl: server.url })
  const page = await browser.open()
  await write(page, "Said")

  await settings(page, browser, "Sync")
  await check(page, "sync without an account")
  await settings(page, browser, "Account")
  await page.getByRole("button", { name: "Create account" }).click()
  await enter(page, "Create account", "ada")
  await page.getByRole("main").getByRole("alert").waitFor()
  await check(page, "a form with a problem")
  await enter(page, "Create account", email)
  await isSynced(page)

  await signIn(second, "Sign in", email)
  const other = await openChat(second, "Said")
  const writing = await openChat(browser, "Said")
  await disagree(server, writing, other)
  await check(writing, "a message and a title with two versions")
  await check(writing, "the state of sync", async () => {
    // another width has another button, and what the last one opened goes with it a frame later
    await writing.keyboard.press("Escape")
    await writing.getByRole("button", { name: /^Sync:/ }).click()
    await writing.getByRole("dialog", { name: "Sync" }).waitFor()
  })
  await writing.keyboard.press("Escape")
  await versionsButton(writing).click()
  await writing.getByRole("dialog", { name: "Versions" }).waitFor()
  await check(writing, "versions")
  await writing.close()

  await settings(page, browser, "Sync")
  const devices = page.getByRole("list", { name: "Devices" }).getByRole("listitem")
  await devices.nth(1).waitFor()
  await devices.first().getByRole("button", { name: "Rename" }).click()
  await check(page, "sync with conflicts and two devices")
  await devices.nth(1).getByRole("button", { name: "Revoke" }).click()
  await page.getByRole("dialog").waitFor()
  await check(page, "a question before something is done")
  await page.keyboard.press("Escape")
  await page.getByRole("radio", { name: "Cloud only" }).click()
  await page.getByRole("dialog").waitFor()
  await check(page, "another mode")

  await settings(page, browser, "Account")
  await page.getByRole("button", { name: "Sign out" }).click()
  await page.getByRole("radio", { name: "Remove everything from this device" }).click()
  await check(page, "signing out")
  await page.getByRole("radio", { name: "Keep everything on this device" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Sign out" }).click()
  await syncBecomes(page, /^signed out/)
  await check(page, "signed out")
  await visit(page, browser, "/", "New chat")
  await page.getByRole("status", { name: "You are signed out" }).waitFor()
  await check(page, "the banner of a session that ended")
}, 400_000)

test("a server that was restored, and refused changes, break no rule of WCAG 2.2 AA", async () => {
  await using server = await ownServer()
  await using browser = await launch({ baseUrl: server.url, serviceWorkers: "block" })
  await signIn(browser, "Create account", email)
  const page = await browser.open()
  await write(page, "In the backup")
  await isSynced(page)
  await server.stop()
  const restore = server.backUp()
  await server.start()
  await write(page, "after it")
  await syncNow(page)
  await isSynced(page)
  await server.stop()
  restore()
  await write(page, "not sent")
  await server.start()
  await syncNow(page)
  await syncBecomes(page, /^stopped/)
  await settings(page, browser, "Sync")
  await page.getByRole("heading", { name: "The server was restored or replaced" }).waitFor()
  await check(page, "a server that was restored")
  await page.getByRole("button", { name: "Take the server’s copy" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Take the server’s copy" }).click()
  await syncBecomes(page, /^1 refused$/)
  await page.getByRole("list", { name: "Refused changes" }).waitFor()
  await check(page, "a change that was refused")
  const chat = await openChat(browser, "In the backup")
  await showsTexts(chat, ["In the backup"])
}, 240_000)

test("the keyboard alone signs up, compares two versions and chooses one", async () => {
  await using server = await ownServer()
  await using browser = await launch({ baseUrl: server.url })
  await using second = await launch({ baseUrl: server.url })
  const page = await browser.open("/settings/account")
  await page.getByLabel("Email").focus()
  await page.keyboard.type(email)
  await page.keyboard.press("Tab")
  await page.keyboard.type("correct horse battery")
  await page.keyboard.press("Tab")
  await page.keyboard.press("Tab")
  await page.keyboard.press("Enter")
  await isSynced(page)

  await visit(page, browser, "/", "New chat")
  await write(page, "Said")
  await isSynced(page)
  await signIn(second, "Sign in", email)
  await disagree(server, page, await openChat(second, "Said"))
  await versionsButton(page).focus()
  await page.keyboard.press("Enter")
  const dialog = page.getByRole("dialog", { name: "Versions" })
  await dialog.waitFor()
  // the dialog has the focus, and keeps it
  for (let pressed = 0; pressed < 12; pressed++) {
    await page.keyboard.press("Tab")
    await dialog.locator(":focus").waitFor()
  }
  await page.keyboard.press("Escape")
  await page.locator(".versions-button:focus").waitFor()
  await page.keyboard.press("Enter")
  await dialog.getByRole("button", { name: "Use cloud" }).focus()
  await page.keyboard.press("Enter")
  await dialog.waitFor({ state: "hidden" })
  await page.locator("#composer:focus").waitFor()
}, 240_000)

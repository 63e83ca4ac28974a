import { expect, test } from "vitest"
import { launch } from "./support/browser.ts"
import { chatList, confirmed, showsTexts, write } from "./support/chatPage.ts"
import { ownServer } from "./support/ownServer.ts"
import { enter, isSynced, openChat, password, signIn, syncBecomes } from "./support/syncPage.ts"

const email = "ada@example.org"

test("says what is wrong with an email or a password, and takes them when they are right", async () => {
  await using server = await ownServer()
  await using browser = await launch({ baseUrl: server.url })
  const page = await browser.open("/settings/account")
  const problem = page.getByRole("main").getByRole("alert")
  const says = (text: string) => problem.filter({ hasText: text }).waitFor()

  // with nothing in it, the button asks for the other form
  await page.getByRole("button", { name: "Create account" }).click()
  await page.getByLabel("Name").waitFor()
  expect(await page.getByLabel("Password").getAttribute("autocomplete")).toBe("new-password")
  await enter(page, "Create account", "ada", password)
  await says("That is not an email address.")
  await expect.poll(() => page.getByLabel("Email").evaluate((it) => it === document.activeElement)).toBe(true)
  await enter(page, "Create account", email, "short")
  await says("That password is too short")
  await page.getByLabel("Name").fill("Ada")
  await enter(page, "Create account", email)
  await isSynced(page)

  await using other = await launch({ baseUrl: server.url })
  const second = await other.open("/settings/account")
  const there = second.getByRole("main").getByRole("alert")
  await enter(second, "Sign in", email, "not the password")
  await there.filter({ hasText: "There is no account with that email and password." }).waitFor()
  await enter(second, "Create account", email)
  await there.filter({ hasText: "There is an account with that email already." }).waitFor()
  await server.stop()
  await enter(second, "Sign in", email)
  await there.filter({ hasText: "The server cannot be reached" }).waitFor()
  await server.start()
  await enter(second, "Sign in", email)
  await isSynced(second)
  await second.goto(`${server.url}/settings/account`)
  await second.getByText("Ada", { exact: true }).waitFor()
})

test("signing out keeps everything on the device, and signing in again sends what was written meanwhile", async () => {
  await using server = await ownServer()
  await using browser = await launch({ baseUrl: server.url })
  await signIn(browser, "Create account", email)
  const page = await browser.open()
  await write(page, "Before")
  await isSynced(page)

  const account = await browser.open("/settings/account")
  await account.getByRole("button", { name: "Sign out" }).click()
  const dialog = account.getByRole("dialog")
  expect(await dialog.getByRole("radio", { name: "Keep everything on this device" }).isChecked()).toBe(true)
  await dialog.getByRole("button", { name: "Sign out" }).click()
  await dialog.waitFor({ state: "hidden" })
  await syncBecomes(account, /^signed out$/)
  await write(page, "while signed out")
  await showsTexts(page, ["Before", "while signed out"])
  await syncBecomes(page, /^signed out, 1 pending$/)
  await page.getByRole("status", { name: "You are signed out" }).waitFor()

  expect(await account.getByLabel("Email").inputValue()).toBe(email)
  await enter(account, "Sign in", email)
  await isSynced(account)
  await page.getByRole("status", { name: "You are signed out" }).waitFor({ state: "hidden" })
  await using other = await launch({ baseUrl: server.url })
  await signIn(other, "Sign in", email)
  await showsTexts(await openChat(other, "Before"), ["Before", "while signed out"])
})

test("removing what was not sent takes a second confirmation, and then nothing is left in any tab", async () => {
  await using server = await ownServer()
  await using browser = await launch({ baseUrl: server.url })
  await signIn(browser, "Create account", email)
  const page = await browser.open()
  await write(page, "Sent")
  await isSynced(page)
  await server.stop()
  await write(page, "Not sent")

  const account = await browser.open("/settings/account")
  await syncBecomes(account, /1 pending/)
  await account.getByRole("button", { name: "Sign out" }).click()
  const dialog = account.getByRole("dialog")
  await dialog.getByText("1 change has not been sent to the server yet.").waitFor()
  await dialog.getByRole("radio", { name: "Remove everything from this device" }).click()
  const remove = dialog.getByRole("button", { name: "Sign out and remove" })
  expect(await remove.isDisabled()).toBe(true)
  await dialog.getByRole("checkbox", { name: "Lose 1 change" }).check()
  await remove.click()
  await syncBecomes(account, /^local only$/)
  await page.getByRole("heading", { level: 1, name: "New chat" }).waitFor()
  for (const tab of [account, page]) {
    await expect.poll(() => chatList(tab).getByRole("link").count()).toBe(0)
  }
  expect(
    await page.evaluate(() => Object.keys(localStorage).filter((key) => /unsaved|draft/.test(key))),
  ).toEqual([])
  await account.reload()
  await expect.poll(() => account.getByLabel("Email").inputValue()).toBe("")

  await server.start()
  await signIn(browser, "Sign in", email)
  await showsTexts(await openChat(browser, "Sent"), ["Sent"])
})

test("two people on one device see their own chats alone", async () => {
  await using server = await ownServer()
  await using browser = await launch({ baseUrl: server.url })
  await signIn(browser, "Create account", email)
  const page = await browser.open()
  await write(page, "Ada’s chat")
  await isSynced(page)
  const account = await browser.open("/settings/account")
  await account.getByRole("button", { name: "Sign out" }).click()
  await account.getByRole("dialog").getByRole("button", { name: "Sign out" }).click()
  await enter(account, "Create account", "grace@example.org")
  await isSynced(account)
  await page.getByRole("heading", { level: 1, name: "New chat" }).waitFor()
  await expect.poll(() => chatList(page).getByRole("link").count()).toBe(0)
  await write(page, "Grace’s chat")
  await isSynced(page)

  await account.goto(`${server.url}/settings/account`)
  await account.getByRole("button", { name: "Sign out" }).click()
  await account.getByRole("dialog").getByRole("button", { name: "Sign out" }).click()
  await enter(account, "Sign in", email)
  await isSynced(account)
  await chatList(page).getByRole("link", { name: "Ada’s chat" }).click()
  await confirmed(page, "Ada’s chat").waitFor()
  expect(await chatList(page).getByRole("link").allInnerTexts()).toEqual(["Ada’s chat"])
})

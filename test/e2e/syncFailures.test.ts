import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { type Browser, launch } from "./support/browser.ts"
import { chatList, confirmed, showsTexts, write } from "./support/chatPage.ts"
import { checkIntegrity, openDebug } from "./support/debugPage.ts"
import { branch, exportData } from "./support/exported.ts"
import { type OwnServer, ownServer } from "./support/ownServer.ts"
import { enter, isSynced, openChat, signIn, syncBecomes, syncNow, twoDevices } from "./support/syncPage.ts"
import { numbered, writeAll } from "./support/writer.ts"

const chatIdOf = (page: Page) => new URL(page.url()).pathname.slice("/chat/".length)

/** About a hundred bytes each as they are sent, and more than one push takes. */
const lines = numbered("line", 700)

const writeLines = async (page: Page) => {
  await write(page, "line 0")
  await writeAll(page, lines.slice(1))
  await confirmed(page, "line 699").waitFor({ timeout: 120_000 })
}

const storedIn = async (browser: Browser, chatId: string) => {
  const debug = await openDebug(browser)
  await checkIntegrity(debug)
  const stored = branch(await exportData(debug), chatId)
  await debug.close()
  return stored
}

test("nothing is lost or doubled when the server is killed in the middle of a push, again and again", async () => {
  await using server = await ownServer()
  await using devices = await twoDevices(server.url)
  const page = await devices.first.open()
  await server.stop()
  await writeLines(page)
  await syncBecomes(page, /^offline, 701 pending$/)
  // while the first push is on its way; when it has just arrived; while the next one is on its way
  for (const bytes of [60_000, 230_000, 330_000]) {
    const sent = server.proxy.sent(bytes)
    await server.start()
    await syncNow(page)
    await Promise.race([sent, isSynced(page)])
    await server.kill()
  }
  await server.start()
  await syncNow(page)
  await isSynced(page)
  expect(await storedIn(devices.first, chatIdOf(page))).toEqual(lines)
  const other = await openChat(devices.second, "line 0")
  await confirmed(other, "line 699").waitFor()
  await isSynced(other)
  expect(await storedIn(devices.second, chatIdOf(page))).toEqual(lines)
}, 300_000)

test("a session that ends in the middle of a push waits for the person, and then the rest is pushed", async () => {
  await using server = await ownServer()
  await using devices = await twoDevices(server.url)
  const page = await devices.first.open()
  await server.stop()
  await writeLines(page)
  const sent = server.proxy.sent(100_000)
  await server.start()
  await syncNow(page)
  await sent
  // as if it had run out: the server forgets it, and the browser its cookie
  await page.request.post(`${server.url}/api/auth/sign-out`, { headers: { origin: server.url }, data: {} })
  await devices.first.context.clearCookies()
  await write(page, "and one more")
  await syncBecomes(page, /^signed out, \d+ pending$/)
  const banner = page.getByRole("status", { name: "You are signed out" })
  await banner.getByRole("link", { name: "Sign in" }).click()
  await enter(page, "Sign in", "ada@example.org")
  await isSynced(page)
  await banner.waitFor({ state: "hidden" })
  await chatList(page).getByRole("link", { name: "line 0" }).click()
  await confirmed(page, "and one more").waitFor()

  const other = await openChat(devices.second, "line 0")
  await confirmed(other, "and one more").waitFor()
  for (const browser of [devices.first, devices.second]) {
    expect(await storedIn(browser, chatIdOf(page))).toEqual([...lines, "and one more"])
  }
}, 300_000)

/** A device that has sent more than its server remembers, and has something to send. */
const restored = async (server: OwnServer, browser: Browser) => {
  const page = await browser.open()
  await write(page, "In the backup")
  await isSynced(page)
  await server.stop()
  const restore = server.backUp()
  await server.start()
  await write(page, "after the backup")
  await syncNow(page)
  await isSynced(page)
  await server.stop()
  restore()
  await write(page, "not sent")
  await server.start()
  await syncNow(page)
  await syncBecomes(page, /^stopped: server replaced, 1 pending$/)
  await showsTexts(page, ["In the backup", "after the backup", "not sent"])
  const settings = await browser.open("/settings/sync")
  await settings.getByRole("heading", { name: "The server was restored or replaced" }).waitFor()
  return { page, settings }
}

test("a server that comes back from a backup is brought up to what the device has, if the person says so", async () => {
  await using server = await ownServer()
  await using devices = await twoDevices(server.url)
  const { page, settings } = await restored(server, devices.first)
  await settings.getByRole("button", { name: "Send what is missing again" }).click()
  await isSynced(page)
  await showsTexts(page, ["In the backup", "after the backup", "not sent"])
  const other = await openChat(devices.second, "In the backup")
  await syncBecomes(other, /^(?:stopped|synced)/)
  await checkIntegrity(await openDebug(devices.first))
}, 240_000)

test("a server that comes back from a backup is taken at its word, if the person says so twice", async () => {
  await using server = await ownServer()
  await using browser = await launch({ baseUrl: server.url })
  await signIn(browser, "Create account", "ada@example.org")
  const { page, settings } = await restored(server, browser)
  const take = { name: "Take the server’s copy" }
  await settings.getByRole("button", take).click()
  await settings.getByRole("dialog").getByRole("button", { name: "Cancel" }).click()
  await showsTexts(page, ["In the backup", "after the backup", "not sent"])
  await settings.getByRole("button", take).click()
  await settings.getByRole("dialog").getByRole("button", take).click()
  await showsTexts(page, ["In the backup"])

  // it followed a message that is gone; its text is not
  await syncBecomes(page, /^1 refused$/)
  const refused = settings.getByRole("list", { name: "Refused changes" }).getByRole("listitem")
  await refused.getByText("not sent", { exact: true }).waitFor()
  await browser.context.grantPermissions(["clipboard-read", "clipboard-write"])
  await refused.getByRole("button", { name: "Copy" }).click()
  await expect.poll(() => settings.evaluate(() => navigator.clipboard.readText())).toBe("not sent")
  await refused.getByRole("button", { name: "Discard" }).click()
  await settings.getByRole("dialog").getByRole("button", { name: "Discard" }).click()
  await isSynced(page)
  await checkIntegrity(await openDebug(browser))
}, 240_000)

import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { composer, confirmed, showsTexts, texts, write, rename } from "./support/chatPage.ts"
import { checkIntegrity, openDebug } from "./support/debugPage.ts"
import { launch } from "./support/browser.ts"
import { ownServer } from "./support/ownServer.ts"
import {
  choose,
  edit,
  isSynced,
  openChat,
  signIn,
  syncBecomes,
  twoDevices,
  versionsButton,
} from "./support/syncPage.ts"

test("what was written before there was an account is there on a second device, and goes on from there", async () => {
  await using server = await ownServer()
  await using first = await launch({ baseUrl: server.url })
  const page = await first.open()
  await write(page, "Before the account")
  await write(page, "and one more")
  await signIn(first, "Create account", "ada@example.org")

  await using second = await launch({ baseUrl: server.url })
  await signIn(second, "Sign in", "ada@example.org")
  const other = await openChat(second, "Before the account")
  await showsTexts(other, ["Before the account", "and one more"])
  await write(other, "from the second")
  await showsTexts(page, ["Before the account", "and one more", "from the second"])
  await write(page, "and back")
  await showsTexts(other, ["Before the account", "and one more", "from the second", "and back"])
  await isSynced(page)
  await isSynced(other)
  await checkIntegrity(await openDebug(first))
  await checkIntegrity(await openDebug(second))
})

test("both devices edit the same message while they are offline: both show one, with the other a click away", async () => {
  await using server = await ownServer()
  await using devices = await twoDevices(server.url)
  const { first, second } = devices
  const page = await first.open()
  await write(page, "We meet on Friday at noon by the lake")
  await isSynced(page)
  const other = await openChat(second, "We meet on Friday at noon by the lake")

  await first.context.setOffline(true)
  await second.context.setOffline(true)
  await edit(page, "We meet on Friday at noon by the lake", "We meet on Friday at four by the lake")
  await edit(other, "We meet on Friday at noon by the lake", "We meet on Friday at noon by the old lake")
  await first.context.setOffline(false)
  await isSynced(page)
  await second.context.setOffline(false)
  await isSynced(other)

  await versionsButton(page).waitFor()
  await versionsButton(other).waitFor()
  // settled by itself, as nobody wanted to be asked
  expect(await choice(page).count()).toBe(0)
  await showsTexts(page, await texts(other))
  await versionsButton(page).click()
  const dialog = page.getByRole("dialog", { name: "Versions" })
  await dialog.getByText("We meet on Friday at four by the lake").waitFor()
  await dialog.getByText("We meet on Friday at noon by the old lake").waitFor()
  expect(await dialog.locator("mark").allTextContents()).toEqual(["noon", "old", "four"])
  await dialog.getByRole("button", { name: "Close" }).click()
  await expect.poll(() => versionsButton(page).evaluate((it) => it === document.activeElement)).toBe(true)

  await choose(other, "Merge")
  await showsTexts(other, ["We meet on Friday at four by the old lake"])
  await showsTexts(page, ["We meet on Friday at four by the old lake"])
  await versionsButton(page).waitFor({ state: "hidden" })
  await isSynced(page)
  // settled, and both sides still in the log
  await page.goto(`${server.url}/settings/sync`)
  const log = page.getByRole("list", { name: "Conflicts" }).getByRole("listitem")
  await log.filter({ hasText: "Both were merged" }).waitFor()
  await log.getByText("We meet on Friday at four by the lake").waitFor()
})

test.each([
  { button: "Use local" as const, wanted: "said by the second" },
  { button: "Use cloud" as const, wanted: "said by the first" },
])("both devices edit while the server is gone, and $button is true on both", async ({ button, wanted }) => {
  await using server = await ownServer()
  await using devices = await twoDevices(server.url)
  const page = await devices.first.open()
  await write(page, "said")
  await isSynced(page)
  const other = await openChat(devices.second, "said")
  await server.stop()
  await edit(page, "said", "said by the first")
  await edit(other, "said", "said by the second")
  await syncBecomes(page, /^offline, 1 pending$/)

  // the first is at the server before the second
  await devices.second.context.setOffline(true)
  await server.start()
  await isSynced(page)
  await devices.second.context.setOffline(false)
  await isSynced(other)
  await versionsButton(page).waitFor()
  await choose(page, button)
  await showsTexts(page, [wanted])
  await showsTexts(other, [wanted])
  await versionsButton(other).waitFor({ state: "hidden" })
})

test("a chat that one device deletes while the other writes into it is there on both, with everything", async () => {
  await using server = await ownServer()
  await using devices = await twoDevices(server.url)
  const page = await devices.first.open()
  await write(page, "To be deleted")
  await isSynced(page)
  const other = await openChat(devices.second, "To be deleted")
  await server.stop()
  await page.getByRole("main").getByRole("button", { name: "Chat actions" }).click()
  await page.getByRole("menuitem", { name: "Delete" }).click()
  await page.getByRole("heading", { level: 1, name: "New chat" }).waitFor()
  await write(other, "but not this")
  await server.start()
  await isSynced(page)
  await isSynced(other)
  const again = await openChat(devices.first, "To be deleted")
  await showsTexts(again, ["To be deleted", "but not this"])
  await showsTexts(other, ["To be deleted", "but not this"])
})

const choice = (page: Page) => page.getByRole("status", { name: "Two versions wait for your choice" })

test("a title that both change has two versions, and a person who wants to be asked is asked until they choose", async () => {
  await using server = await ownServer()
  await using devices = await twoDevices(server.url)
  const settings = await devices.first.open("/settings/sync")
  await settings.getByRole("radio", { name: "Ask me" }).click()
  await isSynced(settings)
  await settings.close()
  const page = await devices.first.open()
  await write(page, "A chat")
  await isSynced(page)
  const other = await openChat(devices.second, "A chat")
  await server.stop()
  await rename(page, "The first title")
  await rename(other, "The second title")
  await server.start()
  await isSynced(page)
  await isSynced(other)
  const chip = page.getByRole("banner").or(page.getByRole("main")).getByRole("button", { name: "2 versions" })
  await chip.first().waitFor()
  await page.getByRole("img", { name: "Has two versions" }).waitFor()
  // on both, on every page, and again after a reload; meanwhile both show the same
  const winner = await page.getByRole("heading", { level: 1 }).innerText()
  expect(["The first title", "The second title"]).toContain(winner)
  await other.getByRole("heading", { level: 1, name: winner }).waitFor()
  await choice(other).waitFor()
  await choice(page).getByRole("button", { name: "Later" }).click()
  await choice(page).waitFor({ state: "hidden" })
  await page.reload()
  await choice(page).waitFor()
  const elsewhere = await devices.first.open("/settings/general")
  await choice(elsewhere).waitFor()
  await elsewhere.close()
  await page.getByRole("heading", { level: 1, name: winner }).waitFor()
  await choice(page).getByRole("button", { name: "Choose" }).click()
  const dialog = page.getByRole("dialog", { name: "Versions" })
  await dialog.getByText("The first title").waitFor()
  await dialog.getByText("The second title").waitFor()
  await dialog.getByRole("button", { name: "Use local" }).click()
  await dialog.waitFor({ state: "hidden" })
  await page.getByRole("img", { name: "Has two versions" }).waitFor({ state: "hidden" })
  await isSynced(page)
  await choice(page).waitFor({ state: "hidden" })
  await choice(other).waitFor({ state: "hidden" })
  const heading = await page.getByRole("heading", { level: 1 }).innerText()
  await other.getByRole("heading", { level: 1, name: heading }).waitFor()
  expect(["The first title", "The second title"]).toContain(heading)
  await composer(page).waitFor()
  await confirmed(other, "A chat").waitFor()
})

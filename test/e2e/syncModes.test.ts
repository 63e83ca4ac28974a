import { expect, test } from "vitest"
import { launch } from "./support/browser.ts"
import { showsTexts, write } from "./support/chatPage.ts"
import { ownServer } from "./support/ownServer.ts"
import { isSynced, openChat, signIn, syncBecomes, syncState, twoDevices } from "./support/syncPage.ts"

const service = /^\/(?:api|rpc)(?:\/|$)/

test("without an account nothing is asked of the server, whatever is done", async () => {
  await using server = await ownServer()
  await using browser = await launch({ baseUrl: server.url })
  const page = await browser.open()
  await write(page, "Stays here")
  expect(await syncState(page)).toBe("local only")
  for (const section of ["general", "account", "sync", "data", "debug"]) {
    await page.goto(`${server.url}/settings/${section}`)
    await page.getByRole("main").getByRole("heading", { level: 1 }).waitFor()
  }
  await page.getByRole("button", { name: "Force sync" }).click()
  await page.getByText("Nothing is synced in local only mode.").waitFor()
  await page.goto(`${server.url}/settings/sync`)
  expect(await page.getByRole("button", { name: "Sync now" }).isDisabled()).toBe(true)
  await page.getByRole("radio", { name: "Hybrid" }).click()
  await page.getByLabel("Email").waitFor()
  await page.waitForTimeout(2_000)
  expect(server.proxy.asked.length).toBeGreaterThan(0)
  expect(server.proxy.asked.filter((path) => service.test(path))).toEqual([])
})

test("an account that is switched to local only asks nothing either, until it is switched back", async () => {
  await using server = await ownServer()
  await using devices = await twoDevices(server.url)
  const { first, second } = devices
  const page = await first.open()
  await write(page, "Before")
  await isSynced(page)
  const settings = await first.open("/settings/sync")
  const modes = settings.getByRole("radiogroup", { name: "Sync mode" })
  await modes.getByRole("radio", { name: "Hybrid", checked: true }).waitFor()
  await modes.getByRole("radio", { name: "Local only" }).click()
  await syncBecomes(page, /^local only$/)
  await second.quit()
  await server.proxy.quiet()
  const before = server.proxy.asked.filter((path) => service.test(path)).length
  await write(page, "kept here")
  await page.reload()
  await showsTexts(page, ["Before", "kept here"])
  await page.waitForTimeout(2_000)
  expect(server.proxy.asked.filter((path) => service.test(path)).length).toBe(before)

  await modes.getByRole("radio", { name: "Hybrid" }).click()
  const dialog = settings.getByRole("dialog", { name: "Sync this device?" })
  await dialog.getByText(/1 change/).waitFor()
  await dialog.getByRole("button", { name: "Switch to hybrid" }).click()
  await isSynced(page)
  await using third = await launch({ baseUrl: server.url })
  await signIn(third, "Sign in", "ada@example.org")
  await showsTexts(await openChat(third, "Before"), ["Before", "kept here"])
})

test("with automatic sync off, changes travel when they are told to", async () => {
  await using server = await ownServer()
  await using devices = await twoDevices(server.url)
  const page = await devices.first.open()
  await write(page, "Automatic")
  await isSynced(page)
  const settings = await devices.first.open("/settings/sync")
  const automatic = settings.getByRole("switch", { name: "Automatic sync" })
  await settings.getByRole("switch", { name: "Automatic sync", checked: true }).waitFor()
  expect(await settings.getByLabel("Interval").inputValue()).toBe("30000")
  await automatic.uncheck()
  await syncBecomes(page, /^paused/)
  await write(page, "by hand")
  await syncBecomes(page, /^paused, \d pending$/)
  await settings.getByRole("button", { name: "Sync now" }).click()
  await syncBecomes(page, /^paused, synced just now$/)
  await automatic.check()
  await isSynced(page)
  const other = await openChat(devices.second, "Automatic")
  await showsTexts(other, ["Automatic", "by hand"])
})

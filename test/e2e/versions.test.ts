import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { launch } from "./support/browser.ts"
import { chatList, composer, showsTexts, write } from "./support/chatPage.ts"
import { openDebug } from "./support/debugPage.ts"
import { downloaded } from "./support/exported.ts"
import { databasePath, openBeside, readPool, writePool } from "./support/pool.ts"
import { openFile } from "./support/sqliteFile.ts"
import { workerScript } from "./support/workers.ts"

/** The file as a newer OpenChat leaves it: one migration further, in the format of a database with a WAL. */
const madeNewer = async (bytes: Uint8Array) => {
  const file = await openFile(bytes)
  await file.query("INSERT INTO effect_sql_migrations (migration_id, name) VALUES (9000, 'of_tomorrow')")
  await file.close()
  return Buffer.from(file.bytes()).fill(2, 18, 20)
}

test("a database that a newer OpenChat has opened is not touched, and the page asks for a reload", async () => {
  await using browser = await launch()
  const page = await browser.open()
  await write(page, "From the future")
  const debug = await openDebug(browser)
  const newer = await madeNewer(await downloaded(debug, "Export database file"))
  await Promise.all([page.close(), debug.close()])
  const beside = await openBeside(browser)
  await writePool(beside, "openchat-1", databasePath, newer)
  await writePool(beside, "openchat-1", `${databasePath}-wal`, new Uint8Array())

  const old = await browser.open()
  await old.getByRole("heading", { name: "Your chats cannot be opened" }).waitFor()
  expect(await old.getByRole("alert").innerText()).toBe(
    "Your chats were opened by a newer OpenChat. Nothing has been changed. " +
      "Reload the page to get the newest version.",
  )
  expect(await old.getByRole("button", { name: "Reload" }).isVisible()).toBe(true)
  expect(await old.getByRole("button", { name: "Set aside and begin anew" }).count()).toBe(0)
  await old.close()
  const after = await readPool(await openBeside(browser), "openchat-1")
  expect(after.get(databasePath)?.equals(newer)).toBe(true)
  expect(after.get(`${databasePath}-wal`)?.length ?? 0).toBe(0)
})

/** Makes a tab's worker one of the next build, which speaks differently. */
const upgrade = (page: Page) =>
  page.route(workerScript, async (route) => {
    const response = await route.fetch()
    const script = await response.text()
    const patched = script
      .replaceAll("wireVersion:1", "wireVersion:2")
      .replaceAll("wireVersion===1", "wireVersion===2")
    const body = patched.replaceAll("leader:1", "leader:2")
    await route.fulfill({ response, body })
  })

test("a page of an older build asks to be reloaded while a newer one leads, and loses nothing", async () => {
  await using browser = await launch({ serviceWorkers: "block" })
  const newer = await browser.context.newPage()
  await upgrade(newer)
  await newer.goto(browser.baseUrl)
  await write(newer, "Hello")

  const older = await browser.open()
  const banner = older.getByRole("status", { name: "Another version of OpenChat is open" })
  await banner.getByText("A newer OpenChat is open in another tab.").waitFor()
  await composer(older).fill("Typed in the old one")
  await composer(older).press("Enter")
  await older.getByRole("article").getByText("Saving…").waitFor()

  await upgrade(older)
  await banner.getByRole("button", { name: "Reload" }).click()
  await showsTexts(older, ["Typed in the old one"])
  await banner.waitFor({ state: "hidden" })
  await chatList(newer).getByRole("link", { name: "Typed in the old one" }).waitFor()
})

test("a page of a newer build waits until the older one that leads is closed", async () => {
  await using browser = await launch({ serviceWorkers: "block" })
  const older = await browser.open()
  await write(older, "Hello")
  const newer = await browser.context.newPage()
  await upgrade(newer)
  await newer.goto(browser.baseUrl)
  const banner = newer.getByRole("status", { name: "Another version of OpenChat is open" })
  await banner.waitFor()
  await older.close()
  await banner.waitFor({ state: "hidden" })
  await chatList(newer).getByRole("link", { name: "Hello" }).click()
  await showsTexts(newer, ["Hello"])
})

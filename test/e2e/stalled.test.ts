import { expect, test } from "vitest"
import { launch } from "./support/browser.ts"
import { showsTexts, write } from "./support/chatPage.ts"
import { downloaded } from "./support/exported.ts"
import { databasePath, digestsOf, openBeside, poolFolders, readPool } from "./support/pool.ts"

test("while no worker starts, the page itself saves a copy and sets the file aside", async () => {
  await using browser = await launch({ serviceWorkers: "block" })
  const first = await browser.open()
  await write(first, "Kept meanwhile")
  await first.close()
  const beside = await openBeside(browser)
  const before = await readPool(beside, "openchat-1")

  // as when the server is being started anew
  await browser.context.route(/\/assets\/start-[^/]*\.js$/, (route) => route.fulfill({ status: 503 }))
  const page = await browser.open()
  await page.getByRole("heading", { name: "The database does not start" }).waitFor()
  const copy = await downloaded(page, "Save a copy of the file")
  expect(copy.equals(before.get(databasePath) ?? Buffer.alloc(0))).toBe(true)
  expect(digestsOf(await readPool(beside, "openchat-1"))).toEqual(digestsOf(before))

  // a second time, after a reload, there is nothing to be set aside
  for (const reload of [true, false]) {
    await page.getByRole("textbox").fill("begin anew")
    await page.getByRole("button", { name: "Set aside and begin anew" }).click()
    await page.getByRole("status").filter({ hasText: "The file is set aside." }).waitFor()
    expect(await poolFolders(beside)).toEqual(["openchat-1", "openchat-2"])
    if (!reload) continue
    await page.reload()
    await page.getByRole("heading", { name: "The database does not start" }).waitFor()
  }

  // it goes on by itself as soon as a worker starts, with what can be read
  await browser.context.unroute(/\/assets\/start-[^/]*\.js$/)
  await page.getByRole("link", { name: "Kept meanwhile" }).click()
  await showsTexts(page, ["Kept meanwhile"])
  expect(digestsOf(await readPool(beside, "openchat-1"))).toEqual(digestsOf(before))
})

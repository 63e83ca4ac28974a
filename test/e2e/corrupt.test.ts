import { expect, test } from "vitest"
import { type Browser, launch } from "./support/browser.ts"
import { chatList, showsTexts, write } from "./support/chatPage.ts"
import { checkIntegrity, openDebug } from "./support/debugPage.ts"
import { downloaded } from "./support/exported.ts"
import {
  damageName,
  databasePath,
  digestsOf,
  openBeside,
  poolFolders,
  readPool,
  writePool,
} from "./support/pool.ts"

const sentence =
  "The database file is damaged. It has not been changed. " +
  "Save a copy of the file, then set it aside and begin anew."

/** Writes a chat, closes the page, and puts noise in the place of what the files hold. */
const damage = async (browser: Browser) => {
  const page = await browser.open()
  await write(page, "Before")
  await page.close()
  const beside = await openBeside(browser)
  const noise = Buffer.from(Array.from({ length: 40_960 }, (_, at) => (at * 167 + 13) % 251))
  for (const path of (await readPool(beside, "openchat-1")).keys()) {
    await writePool(beside, "openchat-1", path, noise)
  }
  return { beside, noise, damaged: await readPool(beside, "openchat-1") }
}

test("a damaged file is said, saved, set aside and kept, and the page begins anew", async () => {
  await using browser = await launch()
  const { beside, damaged, noise } = await damage(browser)

  const page = await browser.open()
  await page.getByRole("heading", { name: "Your chats cannot be opened" }).waitFor()
  expect(await page.getByRole("alert").innerText()).toBe(sentence)
  expect((await downloaded(page, "Save a copy of the file")).equals(noise)).toBe(true)

  // nothing was changed, and trying again changes nothing either
  await page.getByRole("button", { name: "Retry" }).click()
  await page.getByRole("status").filter({ hasText: "damaged" }).waitFor()
  expect(await poolFolders(beside)).toEqual(["openchat-1"])

  const aside = page.getByRole("button", { name: "Set aside and begin anew" })
  expect(await aside.isDisabled()).toBe(true)
  await page.getByRole("textbox").fill("begin anew")
  await aside.click()
  await write(page, "After")
  await page.reload()
  await showsTexts(page, ["After"])
  await expect.poll(() => chatList(page).getByRole("link").allInnerTexts()).toEqual(["After"])
  await checkIntegrity(await openDebug(browser))

  expect(await poolFolders(beside)).toEqual(["openchat-1", "openchat-2"])
  expect(digestsOf(await readPool(beside, "openchat-1"))).toEqual(digestsOf(damaged))
})

test("every tab says that the file is damaged, and all go on when it was set aside in one", async () => {
  await using browser = await launch()
  await damage(browser)
  const pages = [await browser.open(), await browser.open()]
  for (const page of pages) {
    await page.getByRole("heading", { name: "Your chats cannot be opened" }).waitFor()
  }
  const [first, second] = pages
  if (first === undefined || second === undefined) return
  await second.getByRole("textbox").fill("begin anew")
  await second.getByRole("button", { name: "Set aside and begin anew" }).click()
  await write(second, "From the second")
  await chatList(first).getByRole("link", { name: "From the second" }).click()
  await showsTexts(first, ["From the second"])
})

test("without the damaged file one can go on, and what was written comes along to the next one", async () => {
  await using browser = await launch()
  const { beside, noise } = await damage(browser)
  const page = await browser.open()
  await page.getByRole("button", { name: "Go on without it" }).click()
  // by its label: behind an open dialog it has no role
  const banner = page.getByLabel("Storage: nothing is kept while your chats cannot be opened")
  await banner.waitFor()
  await write(page, "Meanwhile")

  await banner.getByRole("button", { name: "Try to open them" }).click()
  await banner.getByText("The database file is damaged.").waitFor()
  await showsTexts(page, ["Meanwhile"])
  expect((await readPool(beside, "openchat-1")).get(databasePath)?.equals(noise)).toBe(true)

  await banner.getByRole("button", { name: "Set the file aside" }).click()
  await page.getByRole("button", { name: "Set aside", exact: true }).click()
  await banner.waitFor({ state: "detached" })
  await page.reload()
  await showsTexts(page, ["Meanwhile"])
  await checkIntegrity(await openDebug(browser))
})

const pageBytes = 8_192

/** Takes the first page away, which says what tables there are, from the file and from its log. */
const withoutFirstPage = (path: string, bytes: Buffer): Buffer => {
  const damaged = Buffer.from(bytes)
  if (path === databasePath) return damaged.fill(0, 0, pageBytes)
  for (
    let frame = 32;
    path.endsWith("-wal") && frame + 24 + pageBytes <= damaged.length;
    frame += 24 + pageBytes
  ) {
    if (damaged.readUInt32BE(frame) === 1) damaged.fill(0, frame + 24, frame + 24 + pageBytes)
  }
  return damaged
}

test("of a file whose schema is lost everything is there again, and it is said and kept", async () => {
  await using browser = await launch()
  const first = await browser.open()
  await write(first, "To be read again")
  await write(first, "für dich")
  await first.close()
  const beside = await openBeside(browser)
  for (const [path, bytes] of await readPool(beside, "openchat-1")) {
    await writePool(beside, "openchat-1", path, withoutFirstPage(path, bytes))
  }
  const damaged = await readPool(beside, "openchat-1")

  const page = await browser.open()
  await chatList(page).getByRole("link", { name: "To be read again" }).click()
  await showsTexts(page, ["To be read again", "für dich"])
  const banner = page.getByLabel("Storage: the file with your chats was damaged")
  await banner.getByText("1 chat and 2 messages could be read of it and are here.").waitFor()
  expect(digestsOf(await readPool(beside, "openchat-1"))).toEqual(digestsOf(damaged))
  const copy = await downloaded(page, "Save a copy of it")
  expect(copy.equals(damaged.get(databasePath) ?? Buffer.alloc(0))).toBe(true)
  await banner.getByRole("button", { name: "Understood" }).click()
  await banner.waitFor({ state: "detached" })
  await page.reload()
  await showsTexts(page, ["To be read again", "für dich"])
  expect(await banner.count()).toBe(0)
  await checkIntegrity(await openDebug(browser))
})

/** Whatever the files are called. */
const contentsOf = (pool: Awaited<ReturnType<typeof readPool>>) =>
  digestsOf(pool).map((line) => line.split(" ").at(-1))

test("a file whose name in the pool is damaged is not emptied, and everything in it is there again", async () => {
  await using browser = await launch()
  const first = await browser.open()
  await write(first, "Nameless")
  await first.close()
  const beside = await openBeside(browser)
  const before = await readPool(beside, "openchat-1")
  for (const path of before.keys()) await damageName(beside, "openchat-1", path)

  const page = await browser.open()
  await chatList(page).getByRole("link", { name: "Nameless" }).click()
  await showsTexts(page, ["Nameless"])
  const after = await readPool(beside, "openchat-1")
  expect(new Set(contentsOf(after))).toEqual(new Set(contentsOf(before)))
  await checkIntegrity(await openDebug(browser))
})

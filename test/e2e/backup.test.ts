import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { type Browser, launch } from "./support/browser.ts"
import { write } from "./support/chatPage.ts"
import { downloaded } from "./support/exported.ts"
import { openFile } from "./support/sqliteFile.ts"

/** A browser without a screen shows no dialog: the file that a person would choose is one of the origin's own. */
const answerDialog = (browser: Browser) =>
  browser.context.addInitScript(() => {
    Object.assign(window, {
      showSaveFilePicker: async () => {
        const folder = await navigator.storage.getDirectory()
        return folder.getFileHandle("my-backup.sqlite", { create: true })
      },
    })
    const lapsed = () => localStorage.getItem("test:lapsed") !== null
    Object.assign(FileSystemHandle.prototype, {
      queryPermission: async () => (lapsed() ? "prompt" : "granted"),
      requestPermission: async () => {
        localStorage.removeItem("test:lapsed")
        return "granted"
      },
    })
  })

const bytesOf = async (page: Page) => {
  const text = await page.evaluate(async () => {
    const folder = await navigator.storage.getDirectory()
    const file = await (await folder.getFileHandle("my-backup.sqlite")).getFile()
    // each byte as a character, which is a hundred times faster here than a list of numbers
    const bytes = new Uint8Array(await file.arrayBuffer())
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")
  })
  return Buffer.from(text, "latin1")
}

const textsIn = async (bytes: Buffer) => {
  const file = await openFile(bytes)
  expect(await file.query("PRAGMA integrity_check")).toEqual([["ok"]])
  const texts = await file.query("SELECT content FROM message ORDER BY id")
  await file.close()
  return texts.flat()
}

const line = (page: Page) => page.getByRole("link", { name: /^Kept only on this device/ })

test("a chosen file is written at once and then by itself when it is due, in one of the tabs", async () => {
  await using browser = await launch()
  await answerDialog(browser)
  const page = await browser.open()
  await write(page, "First")
  await line(page).getByText("last backup: never").waitFor()
  await line(page).click()
  await page.getByRole("button", { name: "Choose a file…" }).click()
  await page.getByText("The backup was written.").waitFor()
  await line(page).getByText("last backup: just now").waitFor()
  expect(await textsIn(await bytesOf(page))).toEqual(["First"])

  await page.getByLabel("Write to it").selectOption("Every day")
  const other = await browser.open()
  await write(other, "Second")
  expect(await textsIn(await bytesOf(page))).toEqual(["First"])
  // as if it had been open for two days
  const later = Date.now() + 2 * 86_400_000
  await Promise.all([page.clock.setFixedTime(later), other.clock.setFixedTime(later)])
  await Promise.all([page.reload(), other.reload()])
  await expect
    .poll(async () => textsIn(await bytesOf(page)), { timeout: 20_000 })
    .toEqual(["First", "Second"])
  for (const it of [page, other]) await line(it).getByText("last backup: just now").waitFor()
  await page.getByText("in my-backup.sqlite").waitFor()

  // the disk is full: the backup before is as it was
  await page.evaluate(() => {
    FileSystemWritableFileStream.prototype.write = () =>
      Promise.reject(new DOMException("no room", "QuotaExceededError"))
  })
  await page.getByRole("button", { name: "Back up now" }).click()
  await page.getByText("The backup could not be written (QuotaExceededError).").waitFor()
  expect(await textsIn(await bytesOf(page))).toEqual(["First", "Second"])

  // the browser forgets after a while that it was allowed
  await page.evaluate(() => localStorage.setItem("test:lapsed", "1"))
  await other.close()
  await page.clock.setFixedTime(later + 3 * 86_400_000)
  await page.reload()
  await page.getByRole("alert").getByText("wants to ask you again").waitFor()
  await line(page).getByText("last backup: 3 days ago").waitFor()
  await page.getByRole("button", { name: "Allow and back up" }).click()
  await page.getByText("The backup was written.").waitFor()
  await line(page).getByText("last backup: just now").waitFor()
})

test("where no file can be written, a download counts, and it has everything in it", async () => {
  await using browser = await launch()
  await browser.context.addInitScript(() => {
    Reflect.deleteProperty(window, "showSaveFilePicker")
  })
  const page = await browser.open()
  await write(page, "Only here")
  await line(page).click()
  await page.getByText("does not let a page write to a file").waitFor()
  expect(await textsIn(await downloaded(page, "Download a backup"))).toEqual(["Only here"])
  await line(page).getByText("last backup: just now").waitFor()
  await page.reload()
  await line(page).getByText("last backup: just now").waitFor()
})

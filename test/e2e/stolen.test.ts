import { expect, test } from "vitest"
import { launch } from "./support/browser.ts"
import { composer, showsTexts, write } from "./support/chatPage.ts"
import { checkIntegrity, openDebug } from "./support/debugPage.ts"
import { openBeside } from "./support/pool.ts"

test("while something else holds the files the page says so, and goes on when they are free", async () => {
  await using browser = await launch()
  const first = await browser.open()
  await write(first, "Before")
  const address = new URL(first.url()).pathname
  await first.close()
  const beside = await openBeside(browser)
  const held = await beside.evaluateHandle(async () => {
    const root = await navigator.storage.getDirectory()
    const writers: Array<FileSystemWritableFileStream> = []
    for await (const handle of (await root.getDirectoryHandle("openchat-1")).values()) {
      if (handle instanceof FileSystemFileHandle)
        writers.push(await handle.createWritable({ keepExistingData: true }))
    }
    return writers
  })

  const page = await browser.open(address)
  await composer(page).fill("Typed meanwhile")
  await page.getByText("The database is in use by another tab.").first().waitFor()
  await held.evaluate((writers) => Promise.all(writers.map((writer) => writer.abort())))
  await showsTexts(page, ["Before"])
  expect(await composer(page).inputValue()).toBe("Typed meanwhile")
  await composer(page).press("Enter")
  await showsTexts(page, ["Before", "Typed meanwhile"])
  await checkIntegrity(await openDebug(browser))
})

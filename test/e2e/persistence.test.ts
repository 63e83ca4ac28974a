import { expect, test } from "vitest"
import { launch } from "./support/browser.ts"
import { chatList, composer, showsTexts, write } from "./support/chatPage.ts"
import { checkIntegrity, openDebug } from "./support/debugPage.ts"

const lines = ["First", "Second, with ünïcödé 🙂 and 中文", "Third\nin two lines"]

test("what was written is there after a reload and in a new browser, in order", async () => {
  await using browser = await launch()
  const page = await browser.open()
  for (const line of lines) await write(page, line)
  const path = new URL(page.url()).pathname
  expect(path).toMatch(/^\/chat\/[\w-]{21}$/)
  await page.reload()
  await showsTexts(page, lines)
  await browser.quit()

  await using later = await launch({ profile: browser.profile })
  const again = await later.open()
  await chatList(again).getByRole("link", { name: "First" }).click()
  await showsTexts(again, lines)
  expect(new URL(again.url()).pathname).toBe(path)
  await write(again, "Fourth")
  await showsTexts(again, [...lines, "Fourth"])
  await checkIntegrity(await openDebug(later))
})

test("a draft survives a reload in each chat, and sending ends it", async () => {
  await using browser = await launch()
  const page = await browser.open()
  await composer(page).fill("half a thou")
  await page.reload()
  await expect.poll(() => composer(page).inputValue()).toBe("half a thou")

  await write(page, "A chat")
  await composer(page).fill("not sent yet")
  await page.goto(`${browser.baseUrl}/`)
  await expect.poll(() => composer(page).inputValue()).toBe("")
  await chatList(page).getByRole("link", { name: "A chat" }).click()
  await expect.poll(() => composer(page).inputValue()).toBe("not sent yet")
  await write(page, "sent now")
  await page.reload()
  await showsTexts(page, ["A chat", "sent now"])
  expect(await composer(page).inputValue()).toBe("")
})

test("the name of the device survives a reload", async () => {
  await using browser = await launch()
  const page = await browser.open("/settings/general")
  const name = page.getByLabel("Name of this device")
  await name.fill("Kitchen laptop")
  await page.getByRole("button", { name: "Save" }).click()
  await page.getByRole("button", { name: "Save" }).waitFor({ state: "hidden" })
  await page.reload()
  await expect.poll(() => name.inputValue()).toBe("Kitchen laptop")
})

import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { launch } from "./support/browser.ts"
import { articles, chatAction, composer, showsTexts, write } from "./support/chatPage.ts"

const field = (page: Page) => page.getByRole("searchbox", { name: "Search" })
const option = (page: Page, name: string) => page.getByRole("option", { name })
const chosen = (page: Page) => page.locator("[role=option][aria-selected=true]")
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name })

const open = async (page: Page, typed: string) => {
  await page.keyboard.press("ControlOrMeta+k")
  await field(page).fill(typed)
}

test("the palette runs commands, opens chats by hasty titles, and finds messages by words and filters", async () => {
  await using browser = await launch()
  const page = await browser.open()
  await write(page, "Quarterly budget review")
  await write(page, "The whale costs too much")
  await page.keyboard.press("ControlOrMeta+Shift+o")
  await heading(page, "New chat").waitFor()
  await write(page, "Whale watching")

  await page.keyboard.press("ControlOrMeta+k")
  await option(page, "Quarterly budget review").waitFor()
  await field(page).fill("qbr")
  await expect.poll(() => chosen(page).textContent()).toContain("Quarterly budget review")
  await page.keyboard.press("Enter")
  await heading(page, "Quarterly budget review").waitFor()

  await open(page, "> dark")
  await expect.poll(() => chosen(page).textContent()).toBe("Dark theme")
  await page.keyboard.press("Enter")
  await page.locator("html[data-theme=dark]").waitFor({ state: "attached" })

  // in this chat alone, by key, and then everywhere by its chip
  await page.keyboard.press("ControlOrMeta+Shift+f")
  await page.keyboard.type("whale")
  await option(page, "The whale costs too much").waitFor()
  expect(await page.getByRole("option").count()).toBe(1)
  await page.getByRole("button", { name: "This chat", pressed: true }).click()
  await option(page, "Whale watching").first().waitFor()
  await page.getByRole("button", { name: "Where: All but the trash" }).click()
  await page.getByRole("menuitemradio", { name: "Archived", exact: true }).click()
  await expect.poll(() => field(page).inputValue()).toBe("is:archived whale")
  await page.getByText("Nothing found for “whale”.").waitFor()

  await field(page).fill("from:me costs")
  await option(page, "The whale costs too much").click()
  await page.locator("article.flash").waitFor()
  await expect.poll(() => page.evaluate(() => CSS.highlights.get("found")?.size)).toBe(1)
})

test("keys walk through the messages, act on them, and can be changed and switched off", async () => {
  await using browser = await launch()
  const page = await browser.open()
  for (const text of ["one", "two", "three"]) await write(page, text)
  const focused = () =>
    page.evaluate(() => document.querySelector("article:focus .message-text")?.textContent)
  const press = async (key: string, text: string) => {
    await page.keyboard.press(key)
    await expect.poll(focused).toBe(text)
  }
  // as text in the composer
  await composer(page).press("k")
  expect(await composer(page).inputValue()).toBe("k")
  await composer(page).fill("")
  await page.getByRole("log", { name: "Messages" }).focus()
  await press("k", "three")
  await press("ArrowUp", "two")
  await press("k", "one")
  await press("j", "two")
  await press("Delete", "three")
  await page.getByRole("button", { name: "Undo" }).click()
  await showsTexts(page, ["one", "two", "three"])
  await articles(page).last().getByRole("button", { name: "Copy" }).focus()
  await press("k", "two")
  await page.keyboard.press("e")
  await page.getByRole("textbox", { name: "Edit message" }).fill("second")
  await page.keyboard.press("Enter")
  await showsTexts(page, ["one", "second"])
  await page.getByRole("log", { name: "Messages" }).focus()
  await press("k", "second")
  await press("ArrowLeft", "two")
  await press("ArrowRight", "second")
  for (const landmark of ["composer", "sidebar"]) {
    await page.keyboard.press("F6")
    await page.locator(`.${landmark}:focus-within`).waitFor()
  }

  await page.goto(`${browser.baseUrl}/settings/shortcuts`)
  await page.getByRole("button", { name: "Change the key of “New chat”: Ctrl Shift O" }).click()
  await page.keyboard.press("ControlOrMeta+k")
  await page.getByText("Also the key of “Search and commands”.").waitFor()
  await page.getByRole("button", { name: "Leave it there" }).click()
  await page.getByRole("button", { name: "Change the key of “New chat”: Ctrl Shift O" }).click()
  await page.keyboard.press("Alt+n")
  await page.getByRole("button", { name: "Change the key of “New chat”: Alt N" }).waitFor()
  await page.getByRole("checkbox", { name: /Keys without/ }).uncheck()
  await page.reload()
  await heading(page, "Shortcuts").waitFor()
  await page.keyboard.press("Alt+n")
  await heading(page, "New chat").waitFor()
  await page.keyboard.press("ControlOrMeta+/")
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" })
  await sheet.getByText("New chat").waitFor()
  expect(await sheet.getByText("Next message", { exact: true }).count()).toBe(0)
  await page.keyboard.press("Escape")
  await page.getByRole("link", { name: "one" }).click()
  await page.getByRole("log", { name: "Messages" }).focus()
  await page.keyboard.press("k")
  expect(await page.locator("article:focus").count()).toBe(0)
  await chatAction(page, "Delete")
})

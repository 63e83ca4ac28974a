import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { check, visit } from "./support/axe.ts"
import { launch } from "./support/browser.ts"
import { chatAction, chatList, write } from "./support/chatPage.ts"

test("what people do on the page breaks no rule of WCAG 2.2 AA", async () => {
  await using browser = await launch({ serviceWorkers: "block" })
  const page = await browser.open()
  await check(page, "new chat")
  await visit(page, browser, "/", "New chat")
  await write(page, "To be deleted")
  await chatAction(page, "Delete")
  // it stays for as long as it has the focus
  await page.getByRole("button", { name: "Undo" }).focus()
  await check(page, "undo")
  await visit(page, browser, "/", "New chat")
  await write(page, "A chat with https://example.org in it")
  await write(page, "and more\nthan one line")
  await check(page, "conversation")

  await page.setViewportSize({ width: 1280, height: 800 })
  await page.keyboard.press("ControlOrMeta+k")
  await page.getByRole("searchbox", { name: "Search" }).fill("more")
  await page.getByRole("option").first().waitFor()
  await check(page, "search")
})

/** Presses Tab until the focus is on what has this name. */
const tabTo = async (page: Page, name: string, within = "body") => {
  for (let pressed = 0; pressed < 60; pressed++) {
    await page.keyboard.press("Tab")
    const focused = await page.evaluate((place) => {
      const element = document.activeElement
      if (!element?.closest(place)) return ""
      return element.getAttribute("aria-label") ?? element.textContent?.trim() ?? ""
    }, within)
    if (focused === name) return
  }
  throw new Error(`Tab does not reach “${name}”.`)
}

test("the keyboard alone creates, sends, searches, renames, deletes and takes back", async () => {
  await using browser = await launch()
  const page = await browser.open()
  await page.locator("#composer:focus").waitFor()
  await page.keyboard.type("Made by keys")
  await page.keyboard.press("Enter")
  await page.getByRole("heading", { level: 1, name: "Made by keys" }).waitFor()
  await page.keyboard.type("and answered")
  await page.keyboard.press("Enter")
  await page.locator("article[data-delivery=saved]").nth(1).waitFor()

  await tabTo(page, "New chat")
  await page.keyboard.press("Enter")
  await page.getByRole("heading", { level: 1, name: "New chat" }).waitFor()
  await page.keyboard.type("A second one")
  await page.keyboard.press("Enter")
  await page.getByRole("heading", { level: 1, name: "A second one" }).waitFor()

  await page.keyboard.press("ControlOrMeta+k")
  await page.getByRole("searchbox", { name: "Search" }).waitFor()
  await page.keyboard.type("answered")
  await page.getByRole("option").first().waitFor()
  await page.keyboard.press("Enter")
  await page.getByRole("heading", { level: 1, name: "Made by keys" }).waitFor()

  await tabTo(page, "Chat actions", "main")
  await page.keyboard.press("Enter")
  // a frame after the menu its first item has the focus
  await page.locator("[role=menuitem]:focus", { hasText: "Rename" }).waitFor()
  await page.keyboard.press("Enter")
  const title = page.getByRole("textbox", { name: "Chat title" })
  await expect.poll(() => title.evaluate((field) => field === document.activeElement)).toBe(true)
  await page.keyboard.type("Renamed by keys")
  await page.keyboard.press("Enter")
  await page.getByRole("heading", { level: 1, name: "Renamed by keys" }).waitFor()

  await tabTo(page, "Chat actions", "main")
  await page.keyboard.press("Enter")
  await page.locator("[role=menuitem]:focus", { hasText: "Rename" }).waitFor()
  await page.keyboard.press("ArrowUp")
  await page.locator("[role=menuitem]:focus", { hasText: "Delete" }).waitFor()
  await page.keyboard.press("Enter")
  await chatList(page).getByRole("link", { name: "Renamed by keys" }).waitFor({ state: "hidden" })
  await tabTo(page, "Undo")
  await page.keyboard.press("Enter")
  await chatList(page).getByRole("link", { name: "Renamed by keys" }).waitFor()
})

import { expect } from "vitest"
import type { Locator, Page } from "playwright-core"

export const composer = (page: Page): Locator => page.getByRole("textbox", { name: "Message", exact: true })

export const articles = (page: Page): Locator => page.getByRole("article")

export const chatList = (page: Page): Locator => page.getByRole("navigation", { name: "Chats" })

/** A message that the database has confirmed: the page marks those that it has not. */
export const confirmed = (page: Page, text: string): Locator =>
  page.locator("article[data-delivery=saved]").filter({ has: page.getByText(text, { exact: true }) })

/** Writes as a person does and waits until the page says that it is saved. */
export const write = async (page: Page, text: string): Promise<void> => {
  await composer(page).fill(text)
  await composer(page).press("Enter")
  await confirmed(page, text).waitFor()
}

/** The texts on the screen, in order. */
export const texts = (page: Page): Promise<Array<string>> =>
  page.locator("article .message-text").allTextContents()

/** Waits until the conversation shows these and nothing else. */
export const showsTexts = (page: Page, wanted: ReadonlyArray<string>): Promise<void> =>
  expect.poll(() => texts(page), { timeout: 30_000, interval: 50 }).toEqual(wanted)

/** Opens a chat's menu in the header of the conversation and chooses from it. */
export const chatAction = async (page: Page, action: string): Promise<void> => {
  await page.getByRole("main").getByRole("button", { name: "Chat actions" }).click()
  await page.getByRole("menuitem", { name: action, exact: true }).click()
}

/** Gives the open chat another title. */
export const rename = async (page: Page, title: string): Promise<void> => {
  await chatAction(page, "Rename")
  await page.getByRole("textbox", { name: "Chat title" }).fill(title)
  await page.keyboard.press("Enter")
  await page.getByRole("heading", { level: 1, name: title }).waitFor()
}

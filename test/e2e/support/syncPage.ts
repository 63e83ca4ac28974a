import { expect } from "vitest"
import type { Page } from "playwright-core"
import { type Browser, launch } from "./browser.ts"
import { chatList } from "./chatPage.ts"

export const password = "correct horse battery"

/** What the page says about sync, without "Sync: ". */
export const syncState = async (page: Page): Promise<string> => {
  const name = await page.getByRole("button", { name: /^Sync: / }).getAttribute("aria-label")
  return name?.slice("Sync: ".length) ?? ""
}

/** A server that was gone is asked again after up to a minute, so this is patient. */
export const syncBecomes = (page: Page, state: RegExp): Promise<void> =>
  expect.poll(() => syncState(page), { timeout: 90_000, interval: 50 }).toMatch(state)

export const isSynced = (page: Page): Promise<void> => syncBecomes(page, /^synced/)

/** Asks for a round, instead of waiting for the one that comes by itself. */
export const syncNow = async (page: Page): Promise<void> => {
  await page.getByRole("button", { name: /^Sync: / }).click()
  await page.getByRole("dialog", { name: "Sync" }).getByRole("button", { name: "Sync now" }).click()
  await page.keyboard.press("Escape")
}

/** Fills in the form of the account and sends it. */
export const enter = async (
  page: Page,
  button: "Sign in" | "Create account",
  email: string,
  secret = password,
): Promise<void> => {
  await page.getByLabel("Email").fill(email)
  await page.getByLabel("Password").fill(secret)
  await page.getByRole("main").getByRole("button", { name: button }).click()
}

/** Signs up or in on a page of its own, and waits until everything is exchanged. */
export const signIn = async (
  browser: Browser,
  button: "Sign in" | "Create account",
  email: string,
): Promise<void> => {
  const page = await browser.open("/settings/account")
  await enter(page, button, email)
  await page.waitForURL("**/settings/sync")
  await isSynced(page)
  await page.close()
}

/** Opens a chat from the list, as soon as it is there. */
export const openChat = async (browser: Browser, title: string): Promise<Page> => {
  const page = await browser.open()
  await chatList(page).getByRole("link", { name: title }).click()
  await page.getByRole("heading", { level: 1, name: title }).waitFor()
  return page
}

export interface TwoDevices extends AsyncDisposable {
  readonly first: Browser
  readonly second: Browser
}

/** Two browsers of one person, who signed up in the first. */
export const twoDevices = async (baseUrl: string, email = "ada@example.org"): Promise<TwoDevices> => {
  const [first, second] = await Promise.all([launch({ baseUrl }), launch({ baseUrl })])
  await signIn(first, "Create account", email)
  await signIn(second, "Sign in", email)
  return {
    first,
    second,
    [Symbol.asyncDispose]: async () => {
      await first[Symbol.asyncDispose]()
      await second[Symbol.asyncDispose]()
    },
  }
}

/** Says a message differently, as a person does. */
export const edit = async (page: Page, from: string, to: string): Promise<void> => {
  const message = page.getByRole("article").filter({ has: page.getByText(from, { exact: true }) })
  await message.hover()
  await message.getByRole("button", { name: "Edit" }).click()
  const field = page.getByRole("textbox", { name: "Edit message" })
  await field.fill(to)
  await field.press("Enter")
  await page
    .locator("article[data-delivery=saved]")
    .filter({ has: page.getByText(to, { exact: true }) })
    .waitFor()
}

export const versionsButton = (page: Page) =>
  page.getByRole("article").getByRole("button", { name: "2 versions" })

/** Chooses in the dialog of a message that has two versions. */
export const choose = async (page: Page, button: "Use local" | "Use cloud" | "Merge"): Promise<void> => {
  await versionsButton(page).click()
  const dialog = page.getByRole("dialog", { name: "Versions" })
  await dialog.getByRole("button", { name: button }).click()
  await dialog.waitFor({ state: "hidden" })
}

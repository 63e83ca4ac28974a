import { expect } from "vitest"
import type { Browser } from "./browser.ts"
import type { Page } from "playwright-core"

export const openDebug = (browser: Browser): Promise<Page> => browser.open("/settings/debug")

/** One line of the description list. */
export const fact = (page: Page, name: string): Promise<string> =>
  page
    .locator("dl.facts > div")
    .filter({ has: page.getByText(name, { exact: true }) })
    .locator("dd")
    .innerText()

/** Waits until the panel, which asks every two seconds, says so. */
export const factBecomes = (page: Page, name: string, value: string): Promise<void> =>
  expect.poll(() => fact(page, name), { timeout: 30_000, interval: 50 }).toBe(value)

/** Runs the page's own check: SQLite's pages, the search index, rows against events, branches. */
export const checkIntegrity = async (page: Page): Promise<void> => {
  const button = page.getByRole("button", { name: "Check integrity" })
  await button.click()
  const note = page.locator(".settings-body p.note")
  await note.filter({ hasText: /^(?!Checking…$).+/ }).waitFor()
  const problems = await page.locator(".debug-problems li").allTextContents()
  expect({ note: await note.innerText(), problems }).toEqual({
    note: "Integrity: ok. Nothing is wrong.",
    problems: [],
  })
}

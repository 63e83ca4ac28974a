import type { Page } from "playwright-core"
import { composer } from "./chatPage.ts"

/** `prefix 0`, `prefix 1`, … */
export const numbered = (prefix: string, count: number): ReadonlyArray<string> =>
  Array.from({ length: count }, (_, at) => `${prefix} ${at}`)

/** Sends one text after the other through the composer, without waiting for any to be saved. */
export const writeAll = (page: Page, texts: ReadonlyArray<string>): Promise<void> =>
  composer(page).evaluate(async (field, all) => {
    if (!(field instanceof HTMLTextAreaElement)) throw new Error("The composer is no text area.")
    for (const text of all) {
      field.value = text
      field.dispatchEvent(new InputEvent("input", { bubbles: true }))
      field.form?.requestSubmit()
      // lets the page do what it has to do about it
      await new Promise((resolve) => setTimeout(resolve))
    }
  }, texts)

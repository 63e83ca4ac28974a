import type { Page } from "playwright-core"
import type { Browser } from "./browser.ts"

/** Connects a model as a person does. The name of the model says how it behaves. */
export const connectModel = async (browser: Browser, url: string, model: string): Promise<void> => {
  const page = await browser.open("/settings/providers")
  await page.getByRole("button", { name: "Other", exact: false }).click()
  await page.getByLabel("Name").fill("Test")
  await page.getByLabel("Address").fill(url)
  await page.getByLabel("Model", { exact: true }).fill(model)
  await page.getByRole("button", { name: "Save", exact: true }).click()
  await page.getByText("Answers new chats").waitFor()
  await page.close()
}

/** The reply that is shown last. */
export const lastReply = (page: Page) => page.locator("article.assistant").last()

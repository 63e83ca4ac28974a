import type { Locator, Page } from "playwright-core"
import { type ModelServer, startModelServer } from "../../support/modelServer.ts"
import type { Browser } from "./browser.ts"

/** A model of one test. It ends with the block that has it. */
export const ownModel = async (): Promise<ModelServer & AsyncDisposable> => {
  const model = await startModelServer()
  return { ...model, [Symbol.asyncDispose]: model.stop }
}

/** Connects a model as a person does. The name of the model says how it behaves. */
export const connectModel = async (browser: Browser, url: string, model: string): Promise<void> => {
  const page = await browser.open("/settings/providers")
  await page.getByRole("button", { name: "Other" }).click()
  await page.getByLabel("Name").fill("Test")
  await page.getByLabel("Address").fill(url)
  await page.getByLabel("Model", { exact: true }).fill(model)
  await page.getByRole("button", { name: "Save", exact: true }).click()
  await page.getByText("Answers new chats").waitFor()
  await page.close()
}

/** The reply that is shown last. */
export const lastReply = (page: Page): Locator => page.locator("article.assistant").last()

/** Its text as far as it is there. */
export const replyText = async (page: Page): Promise<string> =>
  (await lastReply(page).locator(".message-text").allTextContents()).join("")

/** So much of what a steady model says. */
export const counted = (length: number): string => {
  let text = ""
  for (let at = 0; text.length < length; at++) text += `token${at} `
  return text.slice(0, length)
}

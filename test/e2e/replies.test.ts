import { test } from "vitest"
import { startModelServer } from "../support/modelServer.ts"
import { launch } from "./support/browser.ts"
import { composer, showsTexts } from "./support/chatPage.ts"
import { connectModel, lastReply } from "./support/modelPage.ts"

const say = async (page: import("playwright-core").Page, text: string) => {
  await composer(page).fill(text)
  await composer(page).press("Enter")
}

test("a chat answers, another version is a sibling, and both survive a reload", async () => {
  const model = await startModelServer()
  await using browser = await launch()
  await connectModel(browser, model.url, "echo")
  const page = await browser.open()
  await say(page, "Hello there")
  await showsTexts(page, ["Hello there", "You said: Hello there"])
  await lastReply(page).getByRole("button", { name: "Regenerate" }).click()
  await lastReply(page).getByText("2/2").waitFor()
  await page.reload()
  await showsTexts(page, ["Hello there", "You said: Hello there"])
  await lastReply(page).getByText("2/2").waitFor()
  await model.stop()
})

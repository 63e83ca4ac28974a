import { strToU8, zipSync } from "fflate"
import { expect, test } from "vitest"
import { manyConversations, tulips } from "../transfer/exportsOfOthers.ts"
import { launch } from "./support/browser.ts"
import { chatList, showsTexts } from "./support/chatPage.ts"

const archive = Buffer.from(
  zipSync({
    "chat.html": strToU8("<html>"),
    "conversations.json": strToU8(JSON.stringify([tulips, ...manyConversations(40)])),
    "user.json": strToU8("{}"),
  }),
)

test("an export of ChatGPT is imported, and imported again it changes nothing", async () => {
  await using browser = await launch()
  const page = await browser.open("/settings/data")
  const choose = () =>
    page
      .getByLabel("Import chats")
      .setInputFiles({ name: "export.zip", mimeType: "application/zip", buffer: archive })
  await choose()
  await page.getByText("Import finished: 41 chats added with 164 messages.").waitFor()
  await choose()
  await page.getByText("Import finished: 0 chats added with 0 messages, 41 already here.").waitFor()
  await page.getByRole("link", { name: "Tulips" }).click()
  await showsTexts(page, ["When are tulips planted?", "In autumn.", "How deep?"])
  expect(await chatList(page).getByRole("link").count()).toBe(41)
})

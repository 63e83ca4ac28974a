import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { launch } from "./support/browser.ts"
import { composer, showsTexts } from "./support/chatPage.ts"
import { connectModel, counted, lastReply, ownModel, replyText } from "./support/modelPage.ts"
import { ownServer } from "./support/ownServer.ts"
import { twoDevices } from "./support/syncPage.ts"
import { terminateWorker } from "./support/workers.ts"

const say = async (page: Page, text: string) => {
  await composer(page).fill(text)
  await composer(page).press("Enter")
}

/** Waits until the reply is longer than it was, and answers how long. */
const grows = async (page: Page, than: number): Promise<number> => {
  await expect.poll(async () => (await replyText(page)).length).toBeGreaterThan(than)
  return (await replyText(page)).length
}

test("a chat answers; another version is a sibling, an edit is answered too, and all of it survives a reload", async () => {
  await using model = await ownModel()
  await using browser = await launch()
  await connectModel(browser, model.url, "echo")
  const page = await browser.open()
  await say(page, "Hello there")
  await showsTexts(page, ["Hello there", "You said: Hello there"])
  await lastReply(page).getByRole("button", { name: "Regenerate" }).click()
  await lastReply(page).getByText("2/2").waitFor()
  await page.getByRole("article").first().getByRole("button", { name: "Edit" }).click()
  await page.getByRole("textbox", { name: "Edit message" }).fill("Something else")
  await page.keyboard.press("Enter")
  await showsTexts(page, ["Something else", "You said: Something else"])
  await page.reload()
  await showsTexts(page, ["Something else", "You said: Something else"])
  await page.getByRole("button", { name: "Previous version" }).click()
  await showsTexts(page, ["Hello there", "You said: Hello there"])
  await lastReply(page).getByText("2/2").waitFor()
})

test("a reply goes on while another chat is read; a reload keeps what had come, and it can be continued and stopped", async () => {
  await using model = await ownModel()
  await using browser = await launch()
  await connectModel(browser, model.url, "steady:50:600")
  const page = await browser.open()
  await say(page, "Count")
  const before = await grows(page, 50)
  const address = page.url()
  await page.getByRole("button", { name: "New chat" }).click()
  await page.getByText("What is on your mind?").waitFor()
  await page.getByRole("navigation", { name: "Chats" }).getByRole("link").first().click()
  const after = await grows(page, before)
  expect(page.url()).toBe(address)
  // one more second, so that what was seen so far is on the disk
  const seen = await grows(page, after + 400)
  await page.reload()
  await lastReply(page).getByText("OpenChat was closed before the reply was finished").waitFor()
  const kept = await replyText(page)
  expect(kept.length).toBeGreaterThan(seen - 400)
  expect(kept).toBe(counted(kept.length))

  await lastReply(page).getByRole("button", { name: "Continue" }).click()
  await grows(page, kept.length)
  await page.getByRole("button", { name: "Stop" }).click()
  await lastReply(page).getByText("Stopped before the end").waitFor()
  expect((await replyText(page)).startsWith(kept)).toBe(true)
})

test("when the tab that leads is closed or its worker crashes, what came is there, is said, and can be continued", async () => {
  await using model = await ownModel()
  await using browser = await launch()
  await connectModel(browser, model.url, "steady:50:600")
  const leader = await browser.open()
  await say(leader, "Count")
  await grows(leader, 50)
  const other = await browser.open(new URL(leader.url()).pathname)
  const seen = await grows(other, 100)
  await leader.close()
  await lastReply(other).getByText("OpenChat was closed before the reply was finished").waitFor()
  // what is shown is what is kept
  const shown = await replyText(other)
  await other.reload()
  await lastReply(other).getByText("OpenChat was closed before the reply was finished").waitFor()
  const left = await replyText(other)
  expect(left).toBe(shown)
  expect(left.length).toBeGreaterThan(seen - 400)

  // and once more, with a worker that crashes
  await lastReply(other).getByRole("button", { name: "Continue" }).click()
  const before = await grows(other, left.length + 100)
  await terminateWorker(other)
  await lastReply(other).getByText("OpenChat was closed before the reply was finished").waitFor()
  const kept = await replyText(other)
  expect(kept.startsWith(left)).toBe(true)
  expect(kept.length).toBeGreaterThan(before - 400)
})

test("another device sees the reply grow", async () => {
  await using model = await ownModel()
  await using server = await ownServer()
  await using devices = await twoDevices(server.url)
  const { first, second } = devices
  await connectModel(first, model.url, "steady:20:600")
  const page = await first.open()
  await say(page, "Count")
  await grows(page, 20)
  const there = await second.open(new URL(page.url()).pathname)
  await lastReply(there).getByText("Being written on another device").waitFor()
  const length = await grows(there, 10)
  await grows(there, length)
  await page.getByRole("button", { name: "Stop" }).click()
  await lastReply(there).getByText("Stopped before the end").waitFor()
  expect(await replyText(there)).toBe(await replyText(page))
})

test.each([
  ["401", "The provider did not accept the key."],
  ["error-midstream", "The provider failed"],
  ["split-utf8", undefined],
])(
  "a model that answers %s is told of in the conversation, or heard all the same",
  async (name, sentence) => {
    await using model = await ownModel()
    await using browser = await launch()
    await connectModel(browser, model.url, name)
    const page = await browser.open()
    await say(page, "Hello 😀")
    if (sentence === undefined) await showsTexts(page, ["Hello 😀", "You said: Hello 😀"])
    else await page.getByRole("alert").filter({ hasText: sentence }).waitFor()
    await composer(page).fill("and on")
    await expect.poll(() => page.getByRole("button", { name: "Send" }).isEnabled()).toBe(true)
  },
)

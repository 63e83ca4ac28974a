import { expect, test } from "vitest"
import { launch } from "./support/browser.ts"
import { chatAction, chatList, composer, confirmed, showsTexts, write } from "./support/chatPage.ts"
import { fact, factBecomes, openDebug } from "./support/debugPage.ts"

/** How many open tabs have a draft. */
const draftLocks = async () => {
  const { held = [] } = await navigator.locks.query()
  return held.filter(({ name }) => name?.startsWith("openchat-draft:")).length
}

const openSame = async () => {
  const browser = await launch()
  const first = await browser.open()
  await write(first, "Hello")
  const second = await browser.open(new URL(first.url()).pathname)
  await showsTexts(second, ["Hello"])
  return { browser, first, second }
}

test("two tabs show each other's messages", async () => {
  const { browser, first, second } = await openSame()
  await using _ = browser
  await write(second, "from the second")
  await showsTexts(first, ["Hello", "from the second"])
  await write(first, "from the first")
  await showsTexts(second, ["Hello", "from the second", "from the first"])

  const message = first.getByRole("article").filter({ hasText: "from the second" })
  await message.hover()
  await message.getByRole("button", { name: "Delete" }).click()
  await showsTexts(second, ["Hello", "from the first"])
  await first.getByRole("button", { name: "Undo" }).click()
  await showsTexts(second, ["Hello", "from the second", "from the first"])

  const edited = second.getByRole("article").filter({ hasText: "from the first" })
  await edited.hover()
  await edited.getByRole("button", { name: "Edit" }).click()
  await second.getByRole("textbox", { name: "Edit message" }).fill("said better")
  await second.keyboard.press("Enter")
  await showsTexts(first, ["Hello", "from the second", "said better"])
})

test("two tabs show what becomes of a chat", async () => {
  const { browser, first, second } = await openSame()
  await using _ = browser
  await chatAction(first, "Rename")
  await first.getByRole("textbox", { name: "Chat title" }).fill("Renamed")
  await first.keyboard.press("Enter")
  await second.getByRole("heading", { level: 1, name: "Renamed" }).waitFor()
  await chatList(second).getByRole("link", { name: "Renamed" }).waitFor()

  await chatAction(second, "Pin")
  await chatList(first).getByRole("heading", { name: "Pinned" }).waitFor()
  await chatAction(first, "Unpin")
  await chatList(second).getByRole("heading", { name: "Pinned" }).waitFor({ state: "hidden" })

  await chatAction(first, "Delete")
  await chatList(second).getByRole("link", { name: "Renamed" }).waitFor({ state: "hidden" })
  await second.getByRole("status", { name: "This chat is in the trash" }).waitFor()
  await first.getByRole("button", { name: "Undo" }).click()
  await chatList(second).getByRole("link", { name: "Renamed" }).waitFor()
  await showsTexts(first, ["Hello"])
})

test("the debug panel tells who leads, and notices a tab that is closed", async () => {
  await using browser = await launch()
  const leader = await openDebug(browser)
  await factBecomes(leader, "Role", "leader")
  await factBecomes(leader, "Open tabs", "1")
  const follower = await openDebug(browser)
  await factBecomes(follower, "Role", "follower")
  await factBecomes(leader, "Open tabs", "2")
  expect(await fact(follower, "Leader")).toBe(await fact(leader, "Tab"))

  await follower.close()
  await factBecomes(leader, "Open tabs", "1")

  const next = await openDebug(browser)
  await factBecomes(next, "Role", "follower")
  await leader.close()
  await factBecomes(next, "Role", "leader")
  await factBecomes(next, "Open tabs", "1")
})

test("a draft belongs to its tab until it is sent from there", async () => {
  const { browser, first, second } = await openSame()
  await using _ = browser
  await composer(first).fill("typed in the first")
  await write(second, "sent from the second")
  await confirmed(first, "sent from the second").waitFor()
  expect(await composer(first).inputValue()).toBe("typed in the first")
})

test("what was typed in tabs that were closed is in the next one, and none of it twice", async () => {
  await using browser = await launch()
  const first = await browser.open()
  await composer(first).fill("first thought")
  const second = await browser.open()
  await composer(second).fill("second thought")
  const third = await browser.open()
  // they have it in their own fields
  await write(third, "A chat")
  await first.close()
  await second.close()
  await expect.poll(() => third.evaluate(draftLocks)).toBe(0)
  await third.goto(browser.baseUrl)
  const both = "first thought\nsecond thought"
  await expect.poll(() => composer(third).inputValue()).toBe(both)
  await third.reload()
  await expect.poll(() => composer(third).inputValue()).toBe(both)
  const fourth = await browser.open()
  await write(fourth, "Another")
  await third.close()
  await expect.poll(() => fourth.evaluate(draftLocks)).toBe(0)
  await fourth.goto(browser.baseUrl)
  await expect.poll(() => composer(fourth).inputValue()).toBe(both)
})

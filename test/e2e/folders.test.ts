import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { check } from "./support/axe.ts"
import { launch } from "./support/browser.ts"
import { chatAction, chatList, write } from "./support/chatPage.ts"

const link = (page: Page, title: string) => chatList(page).getByRole("link", { name: title, exact: true })
const folder = (page: Page, name: string, count: string) =>
  chatList(page).getByRole("button", { name: `${name} ${count}` })
const undo = (page: Page) => page.getByRole("button", { name: "Undo" }).click()

/** A chat with this title. */
const chat = async (page: Page, title: string) => {
  await page.getByRole("button", { name: "New chat", exact: true }).click()
  await page.getByRole("heading", { level: 1, name: "New chat" }).waitFor()
  await write(page, title)
}

const folderAction = async (page: Page, name: string, action: string) => {
  await page.getByRole("button", { name: `Folder ${name}` }).click()
  await page.getByRole("menuitem", { name: action }).click()
}

test("chats are put into folders by menu and by dragging, and folders renamed and removed in one step each", async () => {
  await using browser = await launch({ serviceWorkers: "block" })
  const page = await browser.open()
  for (const title of ["alpha", "beta", "gamma"]) await chat(page, title)

  await chatAction(page, "Move to folder…")
  await page.getByRole("combobox", { name: "Folder" }).fill("Work")
  await page.getByRole("option", { name: "New folder “Work”" }).waitFor()
  await page.keyboard.press("Enter")
  await folder(page, "Work", "1 chat").waitFor()
  await link(page, "beta").dragTo(folder(page, "Work", "1 chat"))
  await folder(page, "Work", "2 chats").waitFor()
  await link(page, "gamma").dragTo(link(page, "alpha"))
  await folder(page, "Work", "1 chat").waitFor()
  await undo(page)
  await folder(page, "Work", "2 chats").waitFor()

  await folderAction(page, "Work", "Rename")
  await page.getByRole("textbox", { name: "Folder name" }).fill("Job")
  await page.keyboard.press("Enter")
  await folder(page, "Job", "2 chats").waitFor()
  await undo(page)
  await folder(page, "Work", "2 chats").waitFor()

  await folderAction(page, "Work", "New chat here")
  await page.getByText("New chats begin in Work").waitFor()
  await write(page, "delta")
  await folder(page, "Work", "3 chats").waitFor()
  await page.reload()
  await folder(page, "Work", "3 chats").waitFor()
  await folderAction(page, "Work", "Remove folder")
  await folder(page, "Work", "3 chats").waitFor({ state: "hidden" })
  for (const title of ["alpha", "beta", "gamma", "delta"]) await link(page, title).waitFor()
})

test("several chats are selected by pointer, by keyboard and from a search, and changed in one step each", async () => {
  await using browser = await launch({ serviceWorkers: "block" })
  const page = await browser.open()
  for (const title of ["one", "two", "three", "four"]) await chat(page, title)
  const tools = page.getByRole("toolbar", { name: "Selected chats" })
  const box = (title: string) => chatList(page).getByRole("checkbox", { name: title, exact: true })
  const listed = () => chatList(page).locator(".chat-link").allTextContents()

  await link(page, "three").click({ modifiers: ["ControlOrMeta"] })
  await box("one").click({ modifiers: ["Shift"] })
  await tools.getByText("3 selected").waitFor()
  await check(page, "selection", async () => {
    const show = page.getByRole("button", { name: "Show sidebar" })
    if (await show.isVisible()) await show.click()
  })
  await page.setViewportSize({ width: 1280, height: 800 })
  await tools.getByRole("button", { name: "Delete" }).click()
  await expect.poll(listed).toEqual(["four"])
  await undo(page)
  await expect.poll(listed).toEqual(["four", "three", "two", "one"])

  // without a pointer
  await page.keyboard.press("ControlOrMeta+k")
  await page.keyboard.type("> select")
  await page.keyboard.press("Enter")
  await tools.getByText("Choose chats in the list").waitFor()
  await box("two").focus()
  await page.keyboard.press("Space")
  await box("one").focus()
  await page.keyboard.press("Space")
  await tools.getByRole("button", { name: "Pin" }).click()
  await chatList(page).getByRole("heading", { name: "Pinned" }).waitFor()
  await expect.poll(listed).toEqual(["two", "one", "four", "three"])
  await undo(page)
  await expect.poll(listed).toEqual(["four", "three", "two", "one"])

  // what was found
  await page.keyboard.press("ControlOrMeta+k")
  await page.keyboard.type("t")
  await page.getByRole("button", { name: "Select these 2 chats" }).click()
  await tools.getByText("2 selected").waitFor()
  await tools.getByRole("button", { name: "Move to folder" }).click()
  await page.getByRole("combobox", { name: "Folder" }).fill("Found")
  await page.keyboard.press("Enter")
  await folder(page, "Found", "2 chats").waitFor()
  await expect.poll(listed).toEqual(["three", "two", "four", "one"])
  await undo(page)
  await expect.poll(listed).toEqual(["four", "three", "two", "one"])
})

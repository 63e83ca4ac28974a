import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { launch } from "./support/browser.ts"
import { chatAction, composer, confirmed, showsTexts, write } from "./support/chatPage.ts"
import { checkIntegrity, openDebug } from "./support/debugPage.ts"

const failed = (page: Page) => page.locator("article[data-delivery=failed]")

test("five megabytes are refused with a sentence, and stay in the composer", async () => {
  await using browser = await launch()
  const page = await browser.open()
  await write(page, "A chat")
  const pasted = "some words ".repeat(450_000)
  await composer(page).fill(pasted)
  expect(await page.getByRole("alert").innerText()).toBe(
    "That text is too long: 4.73 MB, at most 1.00 MB fit in a message. " +
      "Change it and try again. What you typed is still there.",
  )
  await composer(page).press("Enter")
  expect(await page.getByRole("button", { name: "Send" }).isDisabled()).toBe(true)
  expect((await composer(page).inputValue()).length).toBe(pasted.length)

  // just what fits is taken
  const most = "some words ".repeat(100_000).slice(0, 1_048_576).padEnd(1_048_576, ".")
  await composer(page).fill(most)
  await composer(page).press("Enter")
  const last = page.locator("article[data-delivery=saved] .message-text").last()
  await expect.poll(async () => (await last.textContent())?.length, { timeout: 30_000 }).toBe(most.length)
  await page.reload()
  await expect.poll(async () => (await last.textContent()) === most, { timeout: 30_000 }).toBe(true)
})

test.each([
  { what: "a NUL character", code: 0, problem: "has a NUL character" },
  { what: "half of a surrogate pair", code: 0xd83d, problem: "has half of a surrogate pair" },
])(
  "a text with $what is refused with a sentence, and comes back to the composer",
  async ({ code, problem }) => {
    await using browser = await launch()
    const page = await browser.open()
    await write(page, "A chat")
    // it does not cross to the browser as it is
    await composer(page).evaluate((field, unit) => {
      if (!(field instanceof HTMLTextAreaElement)) return
      field.value = `good ${String.fromCharCode(unit)} text`
      field.dispatchEvent(new InputEvent("input", { bubbles: true }))
    }, code)
    await composer(page).press("Enter")
    await failed(page).waitFor()
    expect(await failed(page).getByRole("alert").innerText()).toContain(problem)

    await failed(page).getByRole("button", { name: "Back to the composer" }).click()
    await failed(page).waitFor({ state: "detached" })
    const text = await composer(page).evaluate((field) =>
      field instanceof HTMLTextAreaElement ? field.value : "",
    )
    expect(text.length).toBe("good ? text".length)
    await composer(page).fill("good text")
    await composer(page).press("Enter")
    await confirmed(page, "good text").waitFor()
    await page.reload()
    await showsTexts(page, ["A chat", "good text"])
    await checkIntegrity(await openDebug(browser))
  },
)

test("a title of 10,000 characters is refused with a sentence, and the chat keeps its name", async () => {
  await using browser = await launch()
  const page = await browser.open()
  await write(page, "A chat")
  await chatAction(page, "Rename")
  const field = page.getByRole("textbox", { name: "Chat title" })
  await field.fill("long ".repeat(2_000))
  await page.keyboard.press("Enter")
  await page.getByText(/500 are allowed/).waitFor()
  expect(await field.inputValue()).toHaveLength(10_000)
  await page.keyboard.press("Escape")
  await page.getByRole("heading", { level: 1, name: "A chat" }).waitFor()
  await page.reload()
  await page.getByRole("heading", { level: 1, name: "A chat" }).waitFor()
})

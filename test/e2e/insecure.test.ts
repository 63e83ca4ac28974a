import { expect, inject, test } from "vitest"
import { launch } from "./support/browser.ts"
import { composer } from "./support/chatPage.ts"

/** Opens the page as somebody on another machine does, who was told a name and a port. */
const launchUnder = (host: string) => {
  const { port } = new URL(inject("baseUrl"))
  return launch({
    baseUrl: `http://${host}:${port}`,
    args: [`--host-resolver-rules=MAP ${host} 127.0.0.1`],
  })
}

test("over plain http under a name that is not localhost, the page says what is wrong and what to do", async () => {
  await using browser = await launchUnder("chat.example.test")
  const page = await browser.context.newPage()
  const errors: Array<string> = []
  page.on("pageerror", ({ message }) => errors.push(message))
  await page.goto(`${browser.baseUrl}/settings/sync`)
  await page.getByRole("heading", { name: "This address is not secure enough" }).waitFor()
  expect(await page.getByRole("alert").innerText()).toContain(
    `OpenChat was opened at ${browser.baseUrl}. Over plain http a browser lets a page keep nothing`,
  )
  await page.getByRole("link", { name: "https://chat.example.test", exact: true }).waitFor()
  // nothing is tried that must fail, and nothing speaks of a database
  expect(await page.getByRole("status").count()).toBe(0)
  expect(page.workers()).toEqual([])
  expect(errors).toEqual([])

  await page.getByRole("link", { name: inject("baseUrl") }).click()
  await page.waitForURL(`${inject("baseUrl")}/settings/sync`)
  await page.goto(inject("baseUrl"))
  await composer(page).waitFor()
})

test("other names of this computer are as good as localhost", async () => {
  await using browser = await launchUnder("chat.localhost")
  const page = await browser.open()
  await composer(page).waitFor()
})

import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { check } from "./support/axe.ts"
import { launch } from "./support/browser.ts"
import { ownModel } from "./support/modelPage.ts"

const key = "sk-proj-0123456789-abcd"

const save = (page: Page) => page.getByRole("button", { name: "Save", exact: true }).click()

const row = (page: Page, name: string) =>
  page.getByRole("list", { name: "Who answers" }).getByRole("listitem").filter({ hasText: name })

test("a model is connected: its key stays apart, its models are found by some letters, and a check says what to change", async () => {
  await using model = await ownModel()
  await using browser = await launch({ serviceWorkers: "block" })
  const page = await browser.open("/settings/providers")
  await page.getByRole("button", { name: "Other" }).click()
  await page.getByLabel("Address").fill("localhost:11434")
  await save(page)
  await page.getByText("Give it a name.").waitFor()
  await page.getByText("The address does not begin with http:// or https://.").waitFor()
  await expect.poll(() => page.getByLabel("Name").evaluate((it) => it === document.activeElement)).toBe(true)
  await page.getByLabel("Name").fill("Mine")
  await page.getByLabel("Address").fill(`${model.origin}/key:${key}/v1`)

  // what is typed is there after a reload, but for the key, which nothing has written down
  await page.getByLabel("Key").fill(key)
  await page.reload()
  expect(await page.getByLabel("Address").inputValue()).toBe(`${model.origin}/key:${key}/v1`)
  expect(await page.getByLabel("Key").inputValue()).toBe("")
  await page.getByRole("button", { name: "Save and load models" }).click()
  await page.getByText("The provider did not accept the key.").waitFor()
  await page.getByLabel("Key").fill(key)
  await page.getByRole("button", { name: "Save and load models" }).click()
  await page.getByText(/models known/).waitFor()
  await page.getByText("Ends in abcd").waitFor()
  await page.getByLabel("Model", { exact: true }).fill("ECH")
  await page.keyboard.press("ArrowDown")
  await page.keyboard.press("Enter")
  expect(await page.getByLabel("Model", { exact: true }).inputValue()).toBe("echo")
  await page.getByText("Parameters").click()
  await page.getByLabel("Temperature").fill("3")
  await page.getByText("Type a number from 0 to 2.").waitFor()
  await check(page, "form of a provider")
  await page.getByLabel("Temperature").fill("0,5")
  await save(page)
  await page.reload()
  await row(page, "Mine").getByText("echo", { exact: true }).waitFor()
  await row(page, "Mine").getByText("key ends in abcd").waitFor()
  await row(page, "Mine").getByRole("button", { name: "Check connection" }).click()
  await page.getByText("The connection works.").waitFor()

  await row(page, "Mine").getByRole("button", { name: "Edit" }).click()
  expect(await page.getByLabel("New key").count()).toBe(0)
  await page.getByLabel("Address").fill(`${model.origin}/cors-off/v1`)
  await save(page)
  await row(page, "Mine").getByRole("button", { name: "Check connection" }).click()
  const steps = page.getByRole("list", { name: "Check of the connection" }).getByRole("listitem")
  const failed = steps.filter({ hasText: "It answers, and this page may read that: failed" })
  await failed.getByText(`Access-Control-Allow-Origin: ${browser.baseUrl}`, { exact: true }).waitFor()
  await steps.filter({ hasText: "It accepts the key: not tried" }).waitFor()
  await check(page, "check of a connection")
  await page.getByRole("button", { name: "Use this server instead" }).click()
  await save(page)
  await row(page, "This server").getByText("Sign in first.").waitFor()
  await row(page, "This server").getByText("Answers new chats").waitFor()
})

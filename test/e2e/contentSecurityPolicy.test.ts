import { chromium } from "playwright-core"
import { assert, inject, it } from "vitest"

it("the page does nothing that its content security policy forbids", async () => {
  const browser = await chromium.launch({
    ...(process.env.CHROME_PATH === undefined ? {} : { executablePath: process.env.CHROME_PATH }),
    args: ["--no-sandbox"],
  })
  try {
    const page = await browser.newPage({ baseURL: inject("baseUrl") })
    const complaints: Array<string> = []
    page.on("console", (message) => {
      if (message.text().includes("Content Security Policy")) complaints.push(message.text())
    })
    page.on("pageerror", (error) => complaints.push(error.message))

    await page.goto("/")
    await page.getByRole("textbox", { name: "Message" }).fill("Hello")
    await page.getByRole("button", { name: "Send" }).click()
    await page.getByRole("article", { name: /^You/ }).waitFor()
    await page.getByRole("button", { name: "Chat actions" }).first().click()
    await page.getByRole("menuitem", { name: "Rename" }).waitFor()
    for (const section of ["data", "sync", "debug"]) {
      await page.goto(`/settings/${section}`)
      await page.getByRole("main").waitFor()
    }
    assert.deepStrictEqual(complaints, [])
  } finally {
    await browser.close()
  }
})

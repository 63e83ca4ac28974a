import { chromium } from "playwright-core"
import { assert, inject, it } from "vitest"

it("the description of the API shows itself within its policy, and loads nothing else", async () => {
  const browser = await chromium.launch({
    ...(process.env.CHROME_PATH === undefined ? {} : { executablePath: process.env.CHROME_PATH }),
    args: ["--no-sandbox"],
  })
  try {
    const page = await browser.newPage({ baseURL: inject("baseUrl") })
    const complaints: Array<string> = []
    const requests: Array<string> = []
    page.on("console", (message) => {
      if (message.text().includes("Content Security Policy")) complaints.push(message.text())
    })
    page.on("pageerror", (error) => complaints.push(error.message))
    page.on("request", (request) => requests.push(new URL(request.url()).pathname))

    await page.goto("/docs")
    await page.getByText("/api/v1/chats/{id}/messages").waitFor()
    assert.deepStrictEqual(complaints, [])
    assert.deepStrictEqual(
      requests.filter((path) => path !== "/favicon.ico"),
      ["/docs"],
    )
  } finally {
    await browser.close()
  }
})

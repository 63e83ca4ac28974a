import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { check } from "./support/axe.ts"
import { type Browser, launch } from "./support/browser.ts"
import { composer } from "./support/chatPage.ts"
import { hostileMarkdown } from "./support/hostileMarkdown.ts"
import { markdownSample } from "./support/markdownSample.ts"
import { connectModel, lastReply, ownModel } from "./support/modelPage.ts"

const say = async (page: Page, text: string) => {
  await composer(page).fill(text)
  await composer(page).press("Enter")
}

/** Every request to another host than the page's own. */
const foreignRequests = (browser: Browser) => {
  const found: Array<string> = []
  browser.context.on("request", (request) => {
    if (/example(?:\.org)?\//.test(request.url())) found.push(request.url())
  })
  return found
}

test("a reply is shown as markdown while it is written, and its code, formulas, images and diagrams work", async () => {
  await using model = await ownModel()
  await using browser = await launch({ serviceWorkers: "block" })
  await connectModel(browser, model.url, "repeats:300")
  const requests = foreignRequests(browser)
  await browser.context.route("https://images.example.org/**", (route) =>
    route.fulfill({
      contentType: "image/svg+xml",
      body: `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>`,
    }),
  )
  const page = await browser.open()
  await say(page, markdownSample)
  const reply = lastReply(page)
  await reply.getByRole("heading", { level: 3, name: "Heading one" }).waitFor()
  const first = await reply.locator(".block").first().elementHandle()
  await reply.getByText("That is all.", { exact: true }).waitFor()
  expect(await first?.evaluate((node) => node.isConnected), "what has settled stays").toBe(true)

  await reply.getByRole("heading", { level: 4, name: "Heading two" }).waitFor()
  await reply.getByRole("group", { name: "Table" }).getByRole("cell", { name: "IndexedDB" }).waitFor()
  expect(await reply.locator(".hljs-keyword").allTextContents()).toContain("interface")
  await expect.poll(() => reply.locator("math").count()).toBe(2)
  expect(await reply.getByRole("link", { name: "link" }).getAttribute("rel")).toBe("noopener noreferrer")
  expect(await reply.getByText("costs between $5 and $10", { exact: false }).count()).toBe(1)

  expect(requests).toEqual([])
  await reply.getByRole("button", { name: "Load image from images.example.org" }).click()
  await reply.getByRole("img", { name: "A map of the town" }).waitFor()
  expect(requests).toEqual(["https://images.example.org/map.png"])

  await reply.getByRole("button", { name: "Show diagram" }).click()
  const diagram = reply.getByRole("img", { name: "Diagram" })
  await expect
    .poll(() => diagram.evaluate((it) => it instanceof HTMLImageElement && it.naturalWidth))
    .toBeGreaterThan(50)
  await reply.getByRole("button", { name: "Show source" }).click()
  await reply.getByText("A[Page] --> B[Worker]").waitFor()

  await check(page, "a reply with everything in it")
  await page.reload()
  await lastReply(page).getByRole("heading", { level: 3, name: "Heading one" }).waitFor()

  await page.setViewportSize({ width: 1280, height: 800 })
  await lastReply(page).locator(".block", { hasText: "A quote with" }).locator("em").selectText()
  await lastReply(page).getByRole("button", { name: "More actions" }).focus()
  await page.keyboard.press("Enter")
  await page.getByRole("menuitem", { name: "Quote" }).press("Enter")
  await expect.poll(() => composer(page).inputValue()).toBe("> emphasis\n\n")
  await lastReply(page).getByRole("button", { name: "More actions" }).click()
  await page.getByRole("menuitem", { name: "Fork chat from here" }).click()
  await page.getByRole("heading", { level: 1, name: "(fork)" }).waitFor()
  await lastReply(page).getByRole("heading", { level: 3, name: "Heading one" }).waitFor()
  await page.getByRole("button", { name: "Undo" }).click()
  await expect.poll(() => composer(page).inputValue()).toBe("> emphasis\n\n")
})

test("nothing in a reply runs or asks another host, and without the worker it is shown as it is written", async () => {
  await using model = await ownModel()
  await using browser = await launch({ serviceWorkers: "block" })
  await connectModel(browser, model.url, "repeats")
  const requests = foreignRequests(browser)
  const page = await browser.open()
  await say(page, `${hostileMarkdown}\n\nThe **end**.`)
  const reply = lastReply(page)
  await reply.getByText("The end.", { exact: true }).waitFor()
  await reply.getByText("Vec<String> stays").waitFor()
  const found = await reply.locator(".message-text").evaluate((text) =>
    Array.from(text.querySelectorAll("*")).flatMap((element) => {
      const attributes = Array.from(element.attributes)
      const own = element.closest("button, .code-block, .table-region") !== null
      const wrong = attributes.filter(
        ({ name, value }) =>
          name.startsWith("on") ||
          ["style", "id", "name", "srcdoc", "action", "formaction"].includes(name) ||
          (!own && name.startsWith("data-")) ||
          (["href", "src", "xlink:href"].includes(name) && !/^(?:https?|mailto):/.test(value)),
      )
      const isElement =
        /^(?:a|abbr|annotation|b|block|blockquote|br|code|details|div|em|li|m[a-z]+|ol|p|pre|semantics|span|strong|summary|table|tbody|td|th|thead|tr|ul)$/.test(
          element.localName,
        ) ||
        (element.localName === "button" && own)
      return wrong.length > 0 || !isElement ? [element.outerHTML] : []
    }),
  )
  expect(found).toEqual([])
  expect(await reply.locator(".message-text .thread-scroller").count()).toBe(0)
  expect(requests).toEqual([])
  expect(await page.evaluate(() => "injected" in globalThis)).toBe(false)

  // where the worker cannot start, texts are shown as they are written
  await browser.context.route("**/assets/markdown-*.js", (route) => route.abort())
  await page.reload()
  await reply.getByText("The **end**.").waitFor()
  expect(await page.evaluate(() => "injected" in globalThis)).toBe(false)
})

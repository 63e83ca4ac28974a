import type { Page } from "playwright-core"
import { assert, expect, test } from "vitest"
import { startModelServer } from "../support/modelServer.ts"
import { type Browser, launch } from "./support/browser.ts"
import { articles, composer, confirmed, write } from "./support/chatPage.ts"

/** What the browser complains about: a policy that was hurt, or an error that nobody caught. */
const collectComplaints = (page: Page) => {
  const complaints: Array<string> = []
  page.on("console", (message) => {
    if (/Content Security Policy|Trusted|requires '/.test(message.text())) complaints.push(message.text())
  })
  page.on("pageerror", (error) => complaints.push(error.message))
  return complaints
}

const didRun = (page: Page) => page.evaluate(() => "injected" in globalThis)

const markup =
  `<img src="data:," onerror="globalThis.injected = 1"><svg onload="globalThis.injected = 1"></svg>` +
  `<script>globalThis.injected = 1</script><iframe srcdoc="<script>parent.injected = 1</script>"></iframe>`

/** The page as it would be if somebody could write into its HTML. */
const openWithInjected = async (browser: Browser, injected: string) => {
  const page = await browser.context.newPage()
  await page.route(browser.baseUrl + "/", async (route) => {
    const response = await route.fetch()
    const html = await response.text()
    await route.fulfill({ response, body: html.replace("</body>", `${injected}</body>`) })
  })
  const complaints = collectComplaints(page)
  await page.goto(browser.baseUrl)
  return { page, complaints }
}

test("the page does nothing that its content security policy forbids", async () => {
  await using browser = await launch()
  const page = await browser.context.newPage()
  const complaints = collectComplaints(page)
  await page.goto(browser.baseUrl)
  await write(page, "Hello")
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.getByRole("button", { name: "Chat actions" }).first().click()
  await page.getByRole("menuitem", { name: "Rename" }).waitFor()
  for (const section of ["general", "data", "sync", "account", "devices", "debug"]) {
    await page.goto(`${browser.baseUrl}/settings/${section}`)
    await page.getByRole("main").waitFor()
  }
  assert.deepStrictEqual(complaints, [])
})

test("only the worker of the database may speak to other servers", async () => {
  await using browser = await launch()
  const model = await startModelServer()
  const page = await browser.open()
  // which starts the worker that renders it
  await write(page, "Hello")
  const statusOf = (url: string) =>
    fetch(url).then(
      ({ status }) => status,
      () => 0,
    )
  const workerOf = (script: string) =>
    page.workers().find((worker) => worker.url().includes(`/assets/${script}-`))
  const models = `${model.url}/models`
  for (const script of ["worker", "markdown"])
    await expect.poll(() => workerOf(script) !== undefined).toBe(true)
  expect(await workerOf("worker")?.evaluate(statusOf, models)).toBe(200)
  expect(await workerOf("markdown")?.evaluate(statusOf, models)).toBe(0)
  expect(await page.evaluate(statusOf, models)).toBe(0)
  await model.stop()
})

test("markup and scripts that were injected into the page do nothing", async () => {
  await using browser = await launch({ serviceWorkers: "block" })
  const { page, complaints } = await openWithInjected(
    browser,
    `${markup}<base href="https://example.org/"><script src="https://example.org/foreign.js"></script>` +
      `<script src="data:text/javascript,globalThis.injected = 1"></script>` +
      `<link rel="stylesheet" href="https://example.org/foreign.css"><style>main { display: none }</style>`,
  )
  await write(page, "Works")
  expect(await didRun(page)).toBe(false)
  expect(await page.evaluate(() => document.baseURI)).toBe(`${browser.baseUrl}/`)
  expect(await page.getByRole("main").isVisible()).toBe(true)
  expect(complaints.length).toBeGreaterThan(6)
})

test("what a person writes stays text, and nothing makes markup or code of it", async () => {
  await using browser = await launch()
  const page = await browser.open()
  await write(page, markup)
  expect(await articles(page).locator("img, svg[onload], script, iframe").count()).toBe(0)
  await write(page, "javascript:globalThis.injected=1 https://example.org/<b>")
  expect(await articles(page).locator('a[href^="javascript:"], b').count()).toBe(0)

  const outcomes = await page.evaluate(async (text) => {
    const attempts: Record<string, () => unknown> = {
      innerHTML: () => (document.body.innerHTML = text),
      insertAdjacentHTML: () => document.body.insertAdjacentHTML("beforeend", text),
      srcdoc: () => (document.createElement("iframe").srcdoc = text),
      documentWrite: () => document.write(text),
      parser: () => new DOMParser().parseFromString(text, "text/html"),
      scriptText: () => (document.createElement("script").textContent = text),
      scriptSource: () => (document.createElement("script").src = "/theme.js"),
      handler: () => document.body.setAttribute("onclick", "globalThis.injected = 1"),
      worker: () => new Worker("/theme.js"),
      serviceWorker: () => navigator.serviceWorker.register("/sw.js"),
      policy: () => globalThis.trustedTypes?.createPolicy("another", { createScriptURL: (url) => url }),
      samePolicy: () => globalThis.trustedTypes?.createPolicy("openchat", { createScriptURL: (url) => url }),
    }
    const found: Record<string, string> = {}
    for (const [name, attempt] of Object.entries(attempts)) {
      found[name] = await Promise.resolve()
        .then(attempt)
        .then(
          () => "done",
          () => "refused",
        )
    }
    return found
  }, markup)
  expect(new Set(Object.values(outcomes)), JSON.stringify(outcomes)).toEqual(new Set(["refused"]))
  expect(await didRun(page)).toBe(false)
  await composer(page).fill("Works still")
  await composer(page).press("Enter")
  await confirmed(page, "Works still").waitFor()
})

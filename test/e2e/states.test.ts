import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import axe from "axe-core"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type PageServer, startServer } from "../support/e2eServer.ts"
import { launch } from "./support/browser.ts"
import { composer } from "./support/chatPage.ts"
import { buildStates } from "./support/statesBuild.ts"
import { violations } from "./support/axe.ts"

/** Where the pictures are kept for whoever looks at the run. */
const pictures = "test-results/states"
const themes = ["light", "dark"] as const
const widths = [390, 820, 1440]

let folder: string
let server: PageServer

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "openchat-states-"))
  await buildStates(folder)
  server = await startServer({ page: folder })
  rmSync(pictures, { recursive: true, force: true })
  mkdirSync(pictures, { recursive: true })
})

afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** With one window, and the first tab of it. */
const openStates = async () => {
  const browser = await launch({ serviceWorkers: "block", baseUrl: server.url })
  const [page = await browser.context.newPage()] = browser.context.pages()
  return { page, [Symbol.asyncDispose]: () => browser[Symbol.asyncDispose]() }
}

const namesOf = async (page: Page) => {
  await page.goto(`${server.url}/states`)
  const links = page.getByRole("main").getByRole("link")
  await links.first().waitFor()
  return links.evaluateAll((all) => all.map((link) => link.getAttribute("href")?.split("/").at(-1) ?? ""))
}

/** Opens a state and waits until nothing more happens on the page. */
const openState = async (page: Page, name: string) => {
  await page.goto(`${server.url}/states/${name}`)
  await page.waitForFunction(() => document.documentElement.dataset["state"] === "reached")
}

const inState = async (name: string, run: (page: Page) => Promise<void>) => {
  await using browser = await openStates()
  await browser.page.setViewportSize({ width: 1440, height: 800 })
  await openState(browser.page, name)
  await run(browser.page)
}

const look = async (page: Page, names: ReadonlyArray<string>) => {
  const found: Array<string> = []
  for (const name of names) {
    await page.setViewportSize({ width: 1440, height: 800 })
    await openState(page, name)
    await page.evaluate(axe.source)
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
      for (const width of widths) {
        await page.setViewportSize({ width, height: 800 })
        // a theme changes colours alone
        const broken = await violations(page, colorScheme === "dark" ? ["color-contrast"] : undefined)
        found.push(...broken.map((problem) => `${name} ${colorScheme} ${width}: ${problem}`))
        // one for each width, the one in the middle in the dark
        if ((width === 820) === (colorScheme === "dark"))
          await page.screenshot({
            path: join(pictures, `${name}-${width}-${colorScheme}.jpg`),
            quality: 60,
            type: "jpeg",
          })
      }
    }
  }
  return found
}

test("every state is there, and none breaks a rule of WCAG 2.2 AA in either theme at any width", async () => {
  // a page behind another one is drawn once a second
  await using left = await openStates()
  await using right = await openStates()
  const failures: Array<string> = []
  const [first, second] = [left.page, right.page]
  for (const page of [first, second]) page.on("pageerror", ({ message }) => failures.push(message))
  const names = await namesOf(first)
  expect(new Set(names).size).toBe(names.length)
  const half = Math.ceil(names.length / 2)
  const found = await Promise.all([look(first, names.slice(0, half)), look(second, names.slice(half))])
  expect(found.flat()).toEqual([])
  // that of the state "crash", which is caught and shown
  expect(failures.filter((message) => !/time value/.test(message))).toEqual([])
}, 300_000)

test("a beginning is put into the composer and waits there for its end", () =>
  inState("first-run", async (page) => {
    await page.getByRole("button", { name: "An idea" }).click()
    expect(await composer(page).inputValue()).toBe("Idea: ")
    await page.locator("#composer:focus").waitFor()
    await page.getByRole("link", { name: "Connect a model" }).click()
    await page.getByRole("heading", { level: 1, name: "Providers" }).waitFor()
  }))

test("what could not be saved stays in view when the window becomes narrow, and goes back into the composer", () =>
  inState("not-saved", async (page) => {
    const message = page.getByRole("article").filter({ hasText: "Which herbs go with it?" })
    for (const width of [390, 1440, 700]) {
      await page.setViewportSize({ width, height: 800 })
      await expect.poll(async () => (await message.boundingBox())?.y ?? -1).toBeGreaterThan(0)
    }
    await message.getByRole("button", { name: "Back to the composer" }).click()
    expect(await composer(page).inputValue()).toBe("Which herbs go with it?")
    await message.waitFor({ state: "hidden" })
  }))

test("a provider that is busy is waited for by the second", () =>
  inState("reply-retrying", async (page) => {
    const line = page.getByText(/Asking again in \d+ s/)
    const seconds = async () => Number(/in (\d+) s/.exec(await line.innerText())?.[1])
    const first = await seconds()
    expect(first).toBeLessThanOrEqual(40)
    await expect.poll(seconds).toBeLessThan(first)
  }))

test("a damaged file is set aside only by who types the words for it", () =>
  inState("damaged", async (page) => {
    const button = page.getByRole("button", { name: "Set aside and begin anew" })
    expect(await button.isDisabled()).toBe(true)
    await page.getByRole("textbox").fill("begin")
    expect(await button.isDisabled()).toBe(true)
    await page.getByRole("textbox").fill("begin anew")
    expect(await button.isEnabled()).toBe(true)
  }))

test("a newer version can wait", () =>
  inState("update", async (page) => {
    const banner = page.getByRole("status", { name: "A new version is there" })
    await banner.getByRole("button", { name: "Later" }).click()
    await banner.waitFor({ state: "hidden" })
  }))

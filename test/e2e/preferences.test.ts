import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { launch } from "./support/browser.ts"
import { composer, confirmed, showsTexts } from "./support/chatPage.ts"
import { connectModel, lastReply, ownModel } from "./support/modelPage.ts"

const choose = (page: Page, group: string, name: string) =>
  page.getByRole("radiogroup", { name: group }).getByRole("radio", { name, exact: true }).check()

const attribute = (page: Page, name: string) =>
  page.evaluate((it) => document.documentElement.dataset[it], name)

const log = (page: Page) => page.getByRole("log", { name: "Messages" })

const top = (page: Page) => log(page).evaluate((element) => element.scrollTop)

/** Of thirty frames those in which a click into the middle would not reach what is shown there. */
const framesOutOfReach = (page: Page) =>
  log(page).evaluate(async (element) => {
    const { height, left, top, width } = element.getBoundingClientRect()
    let missed = 0
    for (let frame = 0; frame < 30; frame++) {
      await new Promise(requestAnimationFrame)
      const hit = document.elementFromPoint(left + width / 2, top + height / 2)
      if (hit?.closest("article") == null) missed++
    }
    return missed
  })

const distanceFromEnd = (page: Page) =>
  log(page).evaluate((element) => element.scrollHeight - element.clientHeight - element.scrollTop)

test("looks and keys are as they were chosen, in every tab and after a reload", async () => {
  await using browser = await launch()
  const page = await browser.open("/settings/appearance")
  const other = await browser.open()
  await choose(page, "Theme", "Dark")
  await choose(page, "Size of text", "Large")
  await expect.poll(() => attribute(other, "theme")).toBe("dark")
  await page.reload()
  expect([await attribute(page, "theme"), await attribute(page, "text")]).toEqual(["dark", "large"])
  await choose(page, "Theme", "System")
  await expect.poll(() => attribute(other, "theme")).toBe(undefined)

  await page.goto(`${browser.baseUrl}/settings/general`)
  await choose(page, "Send with", "Ctrl and Enter")
  await composer(other).fill("One")
  await composer(other).press("Enter")
  await composer(other).pressSequentially("Two")
  expect(await composer(other).inputValue()).toBe("One\nTwo")
  await composer(other).press("Control+Enter")
  await showsTexts(other, ["One\nTwo"])
})

test("what another app shares comes after what is being written", async () => {
  await using browser = await launch()
  const page = await browser.open()
  await composer(page).fill("Half a sentence")
  await page.goto(
    `${browser.baseUrl}/?title=A%20page&text=Look%20https%3A%2F%2Fexample.org&url=https%3A%2F%2Fexample.org`,
  )
  const all = "Half a sentence\nA page\nLook https://example.org"
  await expect.poll(() => composer(page).inputValue()).toBe(all)
  expect(new URL(page.url()).search).toBe("")
  await page.reload()
  await expect.poll(() => composer(page).inputValue()).toBe(all)
})

test("a question stays at the top while its reply is written, or its newest words are followed", async () => {
  await using model = await ownModel()
  await using browser = await launch()
  await connectModel(browser, model.url, "steady:100:600")
  const page = await browser.open()
  await composer(page).fill(Array.from({ length: 20 }, (_, line) => `Line ${line}`).join("\n"))
  await composer(page).press("Enter")
  await lastReply(page).getByText("token1").waitFor()
  await page.getByRole("button", { name: "Stop" }).click()
  await lastReply(page).getByText("Stopped before the end").waitFor()

  await composer(page).fill("And now?")
  await composer(page).press("Enter")
  await page.getByRole("button", { name: "Jump to latest" }).waitFor()
  const question = confirmed(page, "And now?")
  const place = async () => {
    const [inner, outer] = await Promise.all([question.boundingBox(), log(page).boundingBox()])
    return Math.round((inner?.y ?? Number.NaN) - (outer?.y ?? Number.NaN))
  }
  const at = await place()
  expect(Math.abs(at - 16)).toBeLessThanOrEqual(1)
  const before = await top(page)
  const length = (await lastReply(page).innerText()).length
  await expect.poll(async () => (await lastReply(page).innerText()).length).toBeGreaterThan(length + 1_000)
  expect([await place(), await top(page)]).toEqual([at, before])

  await page.getByRole("button", { name: "Jump to latest" }).click()
  await expect.poll(() => top(page)).toBeGreaterThan(before + 500)
  await expect.poll(() => distanceFromEnd(page)).toBeLessThan(48)
  expect(await framesOutOfReach(page)).toBe(0)
  await page.getByRole("button", { name: "Stop" }).click()
})

test("the sidebar is as wide as it was made, by hand or by keys, also after a reload", async () => {
  await using browser = await launch()
  const page = await browser.open()
  const handle = page.getByRole("separator", { name: "Width of the sidebar" })
  const width = () => page.locator("#sidebar").evaluate((element) => element.getBoundingClientRect().width)
  await handle.waitFor()
  expect(await width()).toBe(280)
  await handle.focus()
  await page.keyboard.press("ArrowRight")
  await expect.poll(width).toBe(296)
  await page.mouse.move(296, 400)
  await page.mouse.down()
  await page.mouse.move(350, 410, { steps: 4 })
  await page.mouse.up()
  await expect.poll(width).toBe(350)
  await page.mouse.move(500, 410)
  await page.reload()
  await handle.waitFor()
  expect(await width()).toBe(350)
  await handle.focus()
  await page.keyboard.press("End")
  await expect.poll(width).toBe(400)
  await handle.dblclick()
  await expect.poll(width).toBe(280)
})

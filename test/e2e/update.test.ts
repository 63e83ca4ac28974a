import { cpSync, mkdtempSync, renameSync, rmSync, symlinkSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { startServer } from "../support/e2eServer.ts"
import { launch } from "./support/browser.ts"
import { composer, confirmed, showsTexts, write } from "./support/chatPage.ts"
import { fact, factBecomes, openDebug } from "./support/debugPage.ts"
import { buildNewer } from "./support/newerBuild.ts"
import { leaderOf } from "./support/workers.ts"

/** A server whose page can be replaced by that of the next release, as a deployment does. */
const deployed = async () => {
  const folder = mkdtempSync(join(tmpdir(), "openchat-builds-"))
  const at = (name: string) => join(folder, name)
  cpSync(fileURLToPath(new URL("../../dist", import.meta.url)), at("older"), { recursive: true })
  const show = (name: string) => {
    symlinkSync(name, at("next"))
    renameSync(at("next"), at("page"))
  }
  // beside the first half of the test
  const building = buildNewer(at("newer"))
  show("older")
  const server = await startServer({ page: at("page") })
  return {
    url: server.url,
    release: async () => {
      await building
      show("newer")
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.allSettled([building, server.stop()])
      for (const path of [folder, server.folder]) rmSync(path, { recursive: true, force: true })
    },
  }
}

const banner = (page: Page, name: string) => page.getByRole("status", { name })
const reload = (page: Page, name: string) =>
  banner(page, name).getByRole("button", { name: "Reload" }).click()

/** What the page asks once an hour. */
const checkForUpdate = (page: Page) =>
  page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()))

/** Whether the page is the one that it was, with all that it holds in memory. */
const markPage = (page: Page) => page.evaluate(() => void (document.documentElement.dataset["mark"] = "same"))
const isSamePage = (page: Page) => page.evaluate(() => document.documentElement.dataset["mark"] === "same")

const typeEdit = async (page: Page, text: string, edit: string) => {
  const message = page.getByRole("article").filter({ hasText: text })
  await message.hover()
  await message.getByRole("button", { name: "Edit" }).click()
  await page.getByRole("textbox", { name: "Edit message" }).fill(edit)
}

/** What was typed and not sent. */
const holds = async (page: Page, draft: string, edit: string) => {
  await expect.poll(() => composer(page).inputValue()).toBe(draft)
  expect(await page.getByRole("textbox", { name: "Edit message" }).inputValue()).toBe(edit)
}

test("a new version asks in every tab, moves no schema under an older one, and loses nothing typed", async () => {
  await using server = await deployed()
  await using browser = await launch({ baseUrl: server.url })
  const first = await browser.open()
  await write(first, "Hello")
  await first.evaluate(() => navigator.serviceWorker.ready)
  const path = new URL(first.url()).pathname
  const others = [await browser.open(path), await browser.open(path)]
  for (const page of others) {
    await showsTexts(page, ["Hello"])
    await markPage(page)
    await typeEdit(page, "Hello", "Half an edit")
    await composer(page).fill("Half a sentence")
  }

  await server.release()
  await checkForUpdate(first)
  for (const page of [first, ...others]) await banner(page, "A new version is there").waitFor()
  await reload(first, "A new version is there")

  // the others are not reloaded, go on working, and are asked; the newer one waits and keeps what is sent
  await banner(first, "Another version of OpenChat is open").getByText("An older OpenChat").waitFor()
  await composer(first).fill("From the newer one")
  await composer(first).press("Enter")
  await first.getByRole("article").getByText("Saving…").waitFor()
  for (const page of others) {
    await banner(page, "A newer version of OpenChat waits").waitFor()
    expect(await isSamePage(page)).toBe(true)
    await holds(page, "Half a sentence", "Half an edit")
  }
  const leader = await leaderOf(others)
  const follower = others.find((page) => page !== leader) ?? leader
  await write(follower, "Still written in the older one")

  // the newer one is next, although the follower has waited for longer
  await reload(leader, "A newer version of OpenChat waits")
  await banner(follower, "Another version of OpenChat is open").getByText("A newer OpenChat").waitFor()
  await confirmed(first, "From the newer one").waitFor()
  await holds(leader, "Half a sentence", "Half an edit")

  await composer(follower).fill("Sent in the older one")
  await composer(follower).press("Enter")
  await follower.getByRole("article").getByText("Saving…").waitFor()
  await composer(follower).fill("Half a sentence more")
  await reload(follower, "Another version of OpenChat is open")
  await holds(follower, "Half a sentence more", "Half an edit")
  for (const page of [first, leader, follower]) {
    await confirmed(page, "Still written in the older one").waitFor()
    await confirmed(page, "From the newer one").waitFor()
    await confirmed(page, "Sent in the older one").waitFor()
  }
  const debug = await openDebug(browser)
  expect(await fact(debug, "Version")).toBe("9.0.0")
  await factBecomes(debug, "Schema version", "9000")
})

import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { chromium } from "playwright-core"
import { findOrInstallChromium } from "../../scripts/lib/chromium.mjs"

const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // two pages take turns, and the one behind must not be slowed down for being behind
  "--disable-background-timer-throttling",
  "--disable-renderer-backgrounding",
  "--disable-backgrounding-occluded-windows",
]

const profiles = []

/** A browser that was never used before. */
export const makeProfile = async () => {
  const profile = await mkdtemp(join(tmpdir(), "openchat-bench-"))
  profiles.push(profile)
  return profile
}

export const removeProfile = (profile) => rm(profile, { recursive: true, force: true, maxRetries: 5 })

export const removeProfiles = () => Promise.all(profiles.map(removeProfile))

let executablePath

export const launch = async (profile) => {
  executablePath ??= await findOrInstallChromium()
  const context = await chromium.launchPersistentContext(profile, {
    headless: true,
    executablePath,
    args,
    viewport: { width: 1280, height: 800 },
  })
  context.setDefaultTimeout(0)
  return context
}

/** Terminated workers give their files back a little later. */
const handles = 300

export const closePage = async (page) => {
  await page.close()
  await new Promise((resolve) => setTimeout(resolve, handles))
}

/** Opens a page of the benchmark and answers how long its first answer took. */
export const openPage = async (context, url, settings) => {
  const page = await context.newPage()
  page.on("pageerror", (error) => console.error("page:", error.message))
  page.on("console", (message) => message.type() === "error" && console.error("page:", message.text()))
  if (settings !== undefined) {
    await page.addInitScript((it) => Object.assign(window, { benchSettings: it }), settings)
  }
  await page.goto(url)
  const opened = await page.evaluate(() => window.bench.opened)
  return { page, opened }
}

/**
 * `npm run bench:import`: an export of ChatGPT is imported in Chromium, into OPFS, as a person does it. Measured: how
 * fast, how much memory the page and its worker take at most, and how long the page takes meanwhile to show another chat.
 * Options: `--megabytes=100`, `--save` adds a line to RESULTS.md. It needs a built page (`npm run build`).
 */
import { appendFileSync, mkdtempSync, rmSync } from "node:fs"
import { availableParallelism, loadavg, tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { chromium, type Page } from "playwright-core"
import { startServer } from "../../test/support/e2eServer.ts"
import { writeChatFile } from "./chatFile.ts"
import { largestRenderer, watchMemory } from "./memory.ts"

const option = (name: string, otherwise: number): number => {
  const found = process.argv.find((it) => it.startsWith(`--${name}=`))
  return found === undefined ? otherwise : Number(found.split("=")[1])
}

const megabytes = option("megabytes", 100)
const folder = mkdtempSync(join(tmpdir(), "openchat-bench-import-"))
const path = join(folder, "conversations.json")
const mb = (bytes: number) => Math.round(bytes / 1e6)

/** From the click on a chat of the list to its first message on the screen, in milliseconds. */
const openAnother = (page: Page, n: number) =>
  page.evaluate(async (at) => {
    const links = document.querySelectorAll<HTMLAnchorElement>('nav[aria-label="Chats"] a')
    const link = links[at % links.length]
    if (link === undefined) return Number.NaN
    const before = document.querySelector("article")
    const started = performance.now()
    link.click()
    for (;;) {
      const now = document.querySelector("article")
      if (now !== null && now !== before) return performance.now() - started
      if (performance.now() - started > 10_000) return Number.NaN
      await new Promise((resolve) => requestAnimationFrame(resolve))
    }
  }, n)

const report = (page: Page) => page.getByText(/Import (?:finished|stopped)/).waitFor({ timeout: 0 })

try {
  const file = await writeChatFile(path, megabytes * 1e6)
  console.log(`${mb(file.bytes)} MB, ${file.chats} chats, ${file.messages} messages`)
  const server = await startServer()
  const profile = join(folder, "profile")
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env["CHROME_PATH"] ?? "/usr/bin/chromium",
    headless: true,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
  })
  context.setDefaultTimeout(60_000)
  const page = await context.newPage()
  await page.goto(`${server.url}/settings/data`)
  await page.getByLabel("Import chats").waitFor({ state: "attached" })
  await wait(2_000)
  const before = largestRenderer(profile)
  const stop = watchMemory(profile)
  const started = performance.now()
  await page.getByLabel("Import chats").setInputFiles(path)
  const finished = report(page).then(() => performance.now())
  const opened: Array<number> = []
  const isOver = () => Promise.race([finished.then(() => true), wait(1_000, false)])
  for (let n = 0; !(await isOver()); n++) {
    const took = await openAnother(page, n * 7)
    if (Number.isFinite(took)) opened.push(took)
  }
  const seconds = ((await finished) - started) / 1_000
  const most = stop()
  const sorted = opened.toSorted((a, b) => a - b)
  const at = (share: number) => Math.round(sorted[Math.floor(sorted.length * share)] ?? Number.NaN)
  const facts = [
    new Date().toISOString().slice(0, 10),
    `${mb(file.bytes)} MB`,
    `${file.messages} messages`,
    `${seconds.toFixed(1)} s`,
    `${(file.bytes / 1e6 / seconds).toFixed(1)} MB/s`,
    `${Math.round(file.messages / seconds)} messages/s`,
    `${mb(before)} → ${mb(most)} MB`,
    `${at(0.5)} / ${at(0.95)} ms`,
    `${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}`,
  ]
  console.log(facts.join(" | "))
  if (process.argv.includes("--save")) {
    appendFileSync(new URL("RESULTS.md", import.meta.url), `| ${facts.join(" | ")} |\n`)
  }
  await context.close()
  await server.stop()
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}

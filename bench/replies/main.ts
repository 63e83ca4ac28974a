/**
 * `npm run bench:replies`: a model that says 100 tokens a second for ten minutes, in Chromium. Measured meanwhile: how
 * long a key press takes to be painted, how much memory page and worker have, and how often the disk is asked to keep
 * what was written. Nobody types in the first of the twenty intervals, since a draft is written too.
 * Options: `--seconds=600`, `--rate=100`, `--save` (writes RESULTS.md beside this file). It needs a built page
 * (`npm run build`), and Linux.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { cpus, tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { type CDPSession, chromium, type Page, type Worker } from "playwright-core"
import { startServer } from "../../test/support/e2eServer.ts"
import { startModelServer } from "../../test/support/modelServer.ts"

const option = (name: string, otherwise: number): number => {
  const found = process.argv.find((it) => it.startsWith(`--${name}=`))
  return found === undefined ? otherwise : Number(found.split("=")[1])
}

const seconds = option("seconds", 600)
const rate = option("rate", 100)

/** Milliseconds between two looks. */
const every = (seconds * 1_000) / 20

/** Bytes of what is reachable. Collected first, since rubbish says nothing. */
const heapOf = async (page: Page): Promise<number> => {
  const session = await page.context().newCDPSession(page)
  await session.send("HeapProfiler.collectGarbage")
  const { usedSize } = await session.send("Runtime.getHeapUsage")
  await session.detach()
  return usedSize
}

/**
 * Bytes of the process that the page and its worker run in, SQLite's included. Rubbish that waits to be collected is
 * part of them.
 */
const residentBytes = async (browser: CDPSession): Promise<number> => {
  const { processInfo } = await browser.send("SystemInfo.getProcessInfo")
  const sizes = processInfo
    .filter(({ type }) => type === "renderer")
    .map(({ id }) => /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, "utf8"))?.[1])
  return Math.max(...sizes.map(Number)) * 1_024
}

/** Counts how often the worker has the disk keep what was written. */
const countFlushes = (worker: Worker) =>
  worker.evaluate(() => {
    const flush = Reflect.get(FileSystemSyncAccessHandle.prototype, "flush")
    Reflect.set(globalThis, "flushes", 0)
    Reflect.set(FileSystemSyncAccessHandle.prototype, "flush", function (this: object) {
      Reflect.set(globalThis, "flushes", Number(Reflect.get(globalThis, "flushes")) + 1)
      return Reflect.apply(flush, this, [])
    })
  })

const flushesOf = (worker: Worker) => worker.evaluate(() => Number(Reflect.get(globalThis, "flushes")))

/** From the key press to the frame that shows it, in milliseconds; the time that the page is busy before it included. */
const typingLatency = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const field = document.querySelector("#composer")
        if (!(field instanceof HTMLTextAreaElement)) return resolve(Number.NaN)
        // queued behind whatever the page is doing, as a key press is
        const pressed = performance.now()
        setTimeout(() => {
          field.setRangeText("x", field.value.length, field.value.length, "end")
          field.dispatchEvent(new InputEvent("input", { bubbles: true }))
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - pressed)))
        })
      }),
  )

const quantile = (values: ReadonlyArray<number>, share: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
  Number.NaN

const quantiles = (values: ReadonlyArray<number>, shares: ReadonlyArray<number>) =>
  shares.map((share) => quantile(values, share).toFixed(1)).join(" / ")

const server = await startServer()
const model = await startModelServer()
const profile = mkdtempSync(join(tmpdir(), "openchat-bench-"))
const context = await chromium.launchPersistentContext(profile, {
  headless: true,
  executablePath: process.env["CHROME_PATH"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--enable-precise-memory-info"],
  viewport: { width: 1280, height: 800 },
})
try {
  const settings = await context.newPage()
  await settings.goto(`${server.url}/settings/providers`)
  await settings.getByRole("button", { name: "Other" }).click()
  await settings.getByLabel("Name").fill("Bench")
  await settings.getByLabel("Address").fill(model.url)
  await settings.getByLabel("Model", { exact: true }).fill(`steady:${rate}:${seconds}`)
  await settings.getByRole("button", { name: "Save", exact: true }).click()
  await settings.getByText("Answers new chats").waitFor()
  const page = settings
  await page.goto(server.url)
  await page.getByRole("textbox", { name: "Message", exact: true }).fill("Count")
  await page.keyboard.press("Enter")
  await page.locator("article.assistant .message-text").waitFor()
  const [worker] = page.workers().filter((it) => it.url().includes("worker"))
  if (worker === undefined) throw new Error("the page has no worker")
  await countFlushes(worker)

  const browser = await context.browser()?.newBrowserCDPSession()
  if (browser === undefined) throw new Error("there is no browser to ask")
  const latencies: Array<number> = []
  const lines: Array<string> = []
  const say = (line: string) => {
    lines.push(line)
    console.log(line)
  }
  const began = performance.now()
  say(
    "| second | characters | heap of the page, MB | process, MB | flushes a second | typing p50 / p95 / longest, ms |",
  )
  say("| ---: | ---: | ---: | ---: | ---: | ---: |")
  let flushesBefore = 0
  let lookedAt = began
  const text = page.locator("article.assistant .message-text").last()
  while (performance.now() - began < seconds * 1_000) {
    const some: Array<number> = []
    const until = Math.min(lookedAt + every, began + seconds * 1_000)
    if (lookedAt === began) await wait(every)
    while (performance.now() < until) {
      some.push(await typingLatency(page))
      await wait(100)
    }
    latencies.push(...some)
    const now = performance.now()
    const flushes = await flushesOf(worker)
    const perSecond = ((flushes - flushesBefore) * 1_000) / (now - lookedAt)
    flushesBefore = flushes
    lookedAt = now
    const length = (await text.textContent())?.length ?? 0
    const memory = [await heapOf(page), await residentBytes(browser)].map((it) => (it / 1_048_576).toFixed(1))
    const typing = some.length === 0 ? "nobody types" : quantiles(some, [0.5, 0.95, 1])
    const second = ((now - began) / 1_000).toFixed(0)
    say(`| ${[second, length, ...memory, perSecond.toFixed(2), typing].join(" | ")} |`)
  }
  say(
    `\nTyping, ${latencies.length} keys: p50 / p95 / p99 / longest ${quantiles(latencies, [0.5, 0.95, 0.99, 1])} ms.`,
  )
  if (process.argv.includes("--save")) {
    const command = `\`npm run bench:replies -- --seconds=${seconds} --rate=${rate}\``
    const machine = `${cpus().length} cores (${cpus()[0]?.model}), Node ${process.versions.node}`
    const head = `# A long reply\n\n${command}, ${machine}, model, server and browser on the same machine.\n\n`
    writeFileSync(new URL("RESULTS.md", import.meta.url), `${head}${lines.join("\n")}\n`)
  }
} finally {
  await context.close()
  await model.stop()
  await server.stop()
  rmSync(profile, { recursive: true, force: true })
}

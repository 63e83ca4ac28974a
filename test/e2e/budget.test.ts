import { readFileSync } from "node:fs"
import { gzipSync } from "node:zlib"
import { expect, test } from "vitest"
import { launch } from "./support/browser.ts"
import { write } from "./support/chatPage.ts"

const dist = new URL("../../dist", import.meta.url)

/** KiB, compressed, of all scripts and styles that the page itself has loaded. */
const sizeOf = (addresses: ReadonlyArray<string>, ending: string) => {
  const files = new Set(
    addresses.map((address) => new URL(address).pathname).filter((path) => path.endsWith(ending)),
  )
  return (
    Array.from(files).reduce(
      (sum, path) => sum + gzipSync(readFileSync(`${dist.pathname}${path}`)).length,
      0,
    ) / 1_024
  )
}

test("what the page loads before somebody can write stays small", async () => {
  await using browser = await launch({ serviceWorkers: "block" })
  const page = await browser.open()
  await page.getByRole("textbox", { name: "Message", exact: true }).waitFor()
  const workers = new Set(page.workers().map((worker) => worker.url()))
  // what comes later, when nothing else is to be done, holds nobody up
  const painted = () =>
    page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime)
  await expect.poll(painted).toBeGreaterThan(0)
  const first = (await painted()) ?? 0
  const loaded = await page.evaluate(
    (until) =>
      performance
        .getEntriesByType("resource")
        .filter(({ startTime }) => startTime <= until)
        .map(({ name }) => name),
    first,
  )
  const own = loaded.filter((address) => !workers.has(address))
  const [scripts, styles] = [sizeOf(own, ".js"), sizeOf(own, ".css")]
  console.log(`scripts ${scripts.toFixed(1)} KiB, styles ${styles.toFixed(1)} KiB, ${own.length} files`)
  expect(scripts).toBeGreaterThan(50)
  expect(scripts).toBeLessThanOrEqual(160)
  expect(styles).toBeLessThanOrEqual(15)
  await write(page, "It works")
})

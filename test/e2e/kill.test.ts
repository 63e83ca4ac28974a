import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { launch } from "./support/browser.ts"
import { confirmed, write } from "./support/chatPage.ts"
import { collectConfirmations } from "./support/confirmations.ts"
import { checkIntegrity, openDebug } from "./support/debugPage.ts"
import { branch, exportData } from "./support/exported.ts"
import { makeRandom } from "./support/random.ts"
import { leaderOf } from "./support/workers.ts"
import { numbered, writeAll } from "./support/writer.ts"

const kills = 100
const browserKills = 5

/** Ends the page's worker after a moment, so that it is met at whatever it does then. */
const terminateAfter = (page: Page, millis: number) =>
  page.evaluate(async (delay) => {
    await new Promise((resolve) => setTimeout(resolve, delay))
    const ended = window.startedWorkers.at(-1)
    ended?.worker.terminate()
    return ended?.name
  }, millis)

test(`nothing that was confirmed is lost in ${kills} workers that are ended while they write`, async () => {
  const random = makeRandom()
  await using browser = await launch()
  const confirmations = await collectConfirmations(browser.context)
  const writer = await browser.open()
  await write(writer, "line 0")
  const chatId = new URL(writer.url()).pathname.slice("/chat/".length)
  const debug = await openDebug(browser)
  const lines = numbered("line", 1 + kills * 6)

  let ended: string | undefined
  let written = 1
  let killed = 0
  while (killed < kills) {
    const burst = lines.slice(written, written + 1 + random.below(6))
    written += burst.length
    const first = confirmations.more(1)
    const writing = writeAll(writer, burst)
    if (random.chance(0.8)) await first
    // sometimes the next leader too, while it opens the database
    for (const again of [true, random.chance(0.2)]) {
      if (!again || killed === kills) continue
      ended = await terminateAfter(await leaderOf([writer, debug], ended), random.below(25))
      killed++
    }
    await writing
    await checkIntegrity(debug)
    await confirmed(writer, lines[written - 1] ?? "").waitFor()
  }

  const stored = branch(await exportData(debug), chatId)
  expect(stored).toEqual(lines.slice(0, written))
  expect([...confirmations.texts].filter((text) => !stored.includes(text))).toEqual([])
}, 300_000)

test(`nothing that was confirmed is lost in ${browserKills} browsers that are killed while they write`, async () => {
  const random = makeRandom()
  await using keeper = await launch()
  const { profile } = keeper
  await keeper.quit()
  const texts = new Set<string>()

  for (let round = 0; round < browserKills; round++) {
    await using browser = await launch({ profile })
    const confirmations = await collectConfirmations(browser.context, texts)
    const [writer, other] = [await browser.open(), await browser.open()]
    const some = confirmations.more(5 + random.below(12))
    // they break off with the browser
    writeAll(writer, numbered(`round ${round} left`, 200)).catch(() => {})
    writeAll(other, numbered(`round ${round} right`, 200)).catch(() => {})
    await some
    await browser.kill()
  }

  await using browser = await launch({ profile })
  const debug = await openDebug(browser)
  await checkIntegrity(debug)
  const exported = await exportData(debug)
  const stored = exported.tables.message.map(({ content }) => content)
  expect([...texts].filter((text) => !stored.includes(text))).toEqual([])
  expect(stored.length).toBe(new Set(stored).size)
  for (const { id } of exported.tables.chat) {
    const numbers = branch(exported, id).map((text) => Number(text.split(" ").at(-1)))
    expect(numbers).toEqual(numbers.map((_, at) => at))
  }
})

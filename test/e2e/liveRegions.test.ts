import { expect, test } from "vitest"
import { launch } from "./support/browser.ts"
import { composer } from "./support/chatPage.ts"
import { connectModel, counted, lastReply, ownModel } from "./support/modelPage.ts"

interface Spoken {
  readonly text: string
  readonly at: number
}

declare global {
  interface Window {
    spoken?: Array<Spoken>
  }
}

const length = 300

test("while a reply streams, live regions say at most one thing a second, and once what it says", async () => {
  await using model = await ownModel()
  await using browser = await launch()
  await connectModel(browser, model.url, "steady:50:4")
  const page = await browser.open()
  await composer(page).waitFor()
  await page.evaluate(() => {
    const regions = "[role=status], [role=alert], [aria-live=polite], [aria-live=assertive]"
    const spoken: Array<Spoken> = []
    window.spoken = spoken
    new MutationObserver((changes) => {
      const changed = new Set(
        changes.map(({ target }) =>
          (target instanceof Element ? target : target.parentElement)?.closest(regions),
        ),
      )
      for (const region of changed) {
        const text = region?.textContent?.trim() ?? ""
        if (text !== "") spoken.push({ text, at: performance.now() })
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
  await composer(page).fill("Count")
  await composer(page).press("Enter")
  await lastReply(page).getByRole("button", { name: "Regenerate" }).waitFor()
  const spoken = () => page.evaluate(() => window.spoken ?? [])
  const isAnswer = ({ text }: Spoken) => text.startsWith("token0")
  await expect.poll(async () => (await spoken()).filter(isAnswer).length).toBe(1)

  const all = await spoken()
  expect(all.at(-1)?.text.slice(0, length)).toBe(counted(length))
  expect(all[0]?.text).toMatch(/^(?:Sent|Waiting for the reply)$/)
  const gaps = all.slice(1).map(({ at }, before) => at - (all[before]?.at ?? 0))
  expect(gaps.filter((gap) => gap < 950)).toEqual([])
  expect(await page.getByRole("log", { name: "Messages" }).getAttribute("aria-live")).toBe("off")
})

import axe from "axe-core"
import { expect } from "vitest"
import type { Page } from "playwright-core"
import type { Browser } from "./browser.ts"

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

const widths = [360, 820, 1440]

/** What axe finds on the page as it is, one line for each place. */
const violations = (page: Page) =>
  page.evaluate(async (tags) => {
    // colours half-way through a transition are nobody's, and one may begin another
    for (;;) {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      const running = document
        .getAnimations()
        .filter((it) => it.effect?.getComputedTiming().endTime !== Infinity)
      ;(window as any).__r = JSON.stringify(running.map((it) => [it.playState, (it as any).animationName ?? (it as any).transitionProperty, String(it.currentTime), ((it.effect as any)?.target as any)?.outerHTML?.slice(0, 150)]))
      if (running.length === 0) break
      await Promise.allSettled(running.map(({ finished }) => finished))
    }
    const { violations } = await window.axe.run({ runOnly: tags })
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`),
    )
  }, rules)

declare global {
  interface Window {
    readonly axe: typeof axe
  }
}

/**
 * Checks a page in both themes and at every width.
 *
 * @param prepare brings back what a page of another width does not have
 */
export const check = async (page: Page, what: string, prepare = async () => {}): Promise<void> => {
  console.log("CHECK", what, Math.round(performance.now()))
  await page.evaluate(axe.source)
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 })
      await prepare()
      const dbg = setTimeout(async () => {
        console.log("STUCK", what, colorScheme, width)
        console.log("  running", await Promise.race([page.evaluate(() => (window as any).__r), new Promise((r) => setTimeout(() => r("no answer"), 5000))]))
        const session = await page.context().newCDPSession(page)
        console.log("  cdp", JSON.stringify(await Promise.race([session.send("Runtime.evaluate", { expression: "document.visibilityState + document.hasFocus()" }), new Promise((r) => setTimeout(() => r("no answer"), 5000))])))
        await page.screenshot({ path: "/tmp/ui/stuck.png", timeout: 5000 }).catch(() => console.log("  no screenshot"))
      }, 20000)
      expect({ what, colorScheme, width, found: await violations(page) }).toEqual({
        what,
        colorScheme,
        width,
        found: [],
      })
      clearTimeout(dbg)
    }
  }
}

/** Opens a page as it is at a desk. */
export const visit = async (page: Page, browser: Browser, path: string, heading: string): Promise<void> => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.goto(browser.baseUrl + path)
  await page.getByRole("heading", { level: 1, name: heading }).waitFor()
}

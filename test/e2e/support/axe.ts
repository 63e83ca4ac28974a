import axe from "axe-core"
import { expect } from "vitest"
import type { Page } from "playwright-core"
import type { Browser } from "./browser.ts"

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

const widths = [360, 820, 1440]

/**
 * What axe finds on the page as it is, one line for each place.
 *
 * @param only the rules to look at, if not all
 */
export const violations = (page: Page, only?: ReadonlyArray<string>) =>
  page.evaluate(
    async ({ chosen, tags }) => {
      // Colours half-way through a transition are nobody's, and one may begin another. They are not waited for: a
      // browser that has much to do may draw no frame for a while.
      for (;;) {
        const running = document
          .getAnimations()
          .filter((it) => it.effect?.getComputedTiming().endTime !== Infinity && it.playState !== "finished")
        if (running.length === 0) break
        for (const animation of running) animation.finish()
      }
      const { violations } = await window.axe.run({ runOnly: chosen ?? tags, resultTypes: ["violations"] })
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`),
      )
    },
    { chosen: only === undefined ? undefined : { type: "rule" as const, values: [...only] }, tags: rules },
  )

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
  await page.evaluate(axe.source)
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 })
      await prepare()
      expect({ what, colorScheme, width, found: await violations(page) }).toEqual({
        what,
        colorScheme,
        width,
        found: [],
      })
    }
  }
}

/** Opens a page as it is at a desk. */
export const visit = async (page: Page, browser: Browser, path: string, heading: string): Promise<void> => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.goto(browser.baseUrl + path)
  await page.getByRole("heading", { level: 1, name: heading }).waitFor()
}

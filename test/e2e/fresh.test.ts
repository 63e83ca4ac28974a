import { expect, test } from "vitest"
import { launch } from "./support/browser.ts"
import { chatList, write } from "./support/chatPage.ts"

const rounds = 30
const names = ["one", "two", "three", "four"]

test(`four tabs that open a new database at once share it, ${rounds} times`, async () => {
  // a service worker would fetch the whole page once more for each origin
  await using browser = await launch({ serviceWorkers: "block" })
  for (let round = 0; round < rounds; round++) {
    // an origin of its own, so a storage of its own
    const url = browser.baseUrl.replace("localhost", `round-${round}.localhost`)
    const tabs = await Promise.all(names.map(() => browser.context.newPage()))
    await Promise.all(tabs.map((tab) => tab.goto(url)))
    await Promise.all(tabs.map((tab, at) => write(tab, names[at] ?? "")))
    for (const tab of tabs) {
      for (const name of names) await chatList(tab).getByRole("link", { name, exact: true }).waitFor()
    }
    const locks = await tabs[0]?.evaluate(async () => {
      const { held = [], pending = [] } = await navigator.locks.query()
      const tabLocks = held.filter(
        ({ name, mode }) => name?.startsWith("openchat-tab-") && mode === "exclusive",
      )
      return {
        tabs: tabLocks.length,
        leaders: held.filter(({ name }) => name === "openchat-database").length,
        waiting: pending.filter(({ name }) => name === "openchat-database").length,
      }
    })
    expect(locks).toEqual({ tabs: 4, leaders: 1, waiting: 3 })
    await Promise.all(tabs.map((tab) => tab.close()))
  }
}, 300_000)

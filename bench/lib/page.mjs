import { loadavg } from "node:os"
import { launch } from "./browser.mjs"

const presses = 120
const openings = 7

/** Runs in the page before anything else of it. */
const watchPage = () => {
  const found = {
    opened: undefined,
    pressed: undefined,
    marker: undefined,
    times: undefined,
  }
  Object.assign(window, { benchPage: found })
  const articles = () => [...document.querySelectorAll("[role=log] article")]
  const now = () => performance.now()

  const onChange = () => {
    if (found.opened === undefined) {
      const first = articles().at(-1)
      if (first !== undefined && first.getBoundingClientRect().height > 0) found.opened = now()
    }
    if (found.marker === undefined || found.pressed === undefined) return
    const article = articles().findLast((it) => it.textContent.includes(found.marker))
    if (article === undefined) return
    if (found.times.layout === undefined) {
      // reading a box makes the browser lay the page out
      const { height, bottom } = article.getBoundingClientRect()
      if (height === 0) return
      found.times.layout = now() - found.pressed
      found.times.visible = bottom <= innerHeight
      requestAnimationFrame(() => setTimeout(() => (found.times.frame = now() - found.pressed)))
    }
    if (article.dataset.delivery === "saved") found.times.saved ??= now() - found.pressed
  }
  new MutationObserver(onChange).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ["data-delivery"],
  })
  addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Enter" && found.marker !== undefined) found.pressed = event.timeStamp
    },
    { capture: true },
  )
}

const openChat = async (context, site, chatId) => {
  const page = await context.newPage()
  page.on("pageerror", (error) => console.error("page:", error.message))
  await page.goto(`${site}/chat/${chatId}`)
  await page.waitForFunction(() => window.benchPage.opened !== undefined)
  return { page, time: await page.evaluate(() => window.benchPage.opened) }
}

const press = async (page, marker) => {
  await page.evaluate(
    (it) => Object.assign(window.benchPage, { marker: undefined, pressed: undefined, times: {}, next: it }),
    marker,
  )
  await page.keyboard.insertText(`Some words that were typed just now, ${marker}`)
  await page.waitForTimeout(50)
  await page.evaluate(() => Object.assign(window.benchPage, { marker: window.benchPage.next }))
  await page.keyboard.press("Enter")
  await page.waitForFunction(
    () => window.benchPage.times.saved !== undefined && window.benchPage.times.frame !== undefined,
  )
  return page.evaluate(() => window.benchPage.times)
}

/** The application itself, with a person's keys: from Enter in the composer to the message in the page. */
export const measurePage = async ({ site, data, record }) => {
  const context = await launch(data.profile)
  await context.addInitScript(watchPage)
  const opens = []
  for (const chatId of data.chatIds.slice(0, openings)) {
    const { page, time } = await openChat(context, site, chatId)
    opens.push(time)
    await page.close()
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  record.put("page-open", "openchat", opens)

  const { page } = await openChat(context, site, data.chatIds[0])
  await page.getByRole("textbox", { name: "Message" }).click()
  const all = { layout: [], frame: [], saved: [] }
  for (let at = -10; at < presses; at++) {
    const times = await press(page, `number ${at + 1000}.`)
    if (at < 0) continue
    if (!times.visible) throw new Error("The message that was sent is not in view.")
    for (const [name, values] of Object.entries(all)) values.push(times[name])
    if (at % 20 === 0) record.loads.push(loadavg()[0])
  }
  for (const [name, values] of Object.entries(all)) record.put(`key-${name}`, "openchat", values)
  await context.close()
}

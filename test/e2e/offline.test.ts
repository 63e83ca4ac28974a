import { expect, test } from "vitest"
import { startServer } from "../support/e2eServer.ts"
import { launch } from "./support/browser.ts"
import { chatList, showsTexts, write } from "./support/chatPage.ts"
import { checkIntegrity, openDebug } from "./support/debugPage.ts"

test("the page starts, shows its history and takes messages while the server is gone", async () => {
  const server = await startServer()
  await using browser = await launch({ baseUrl: server.url })
  const page = await browser.open()
  await write(page, "Written online")
  await page.evaluate(() => navigator.serviceWorker.ready)
  await server.stop()
  await browser.context.setOffline(true)

  await page.reload()
  await showsTexts(page, ["Written online"])
  await write(page, "Written offline")
  const other = await browser.open()
  await chatList(other).getByRole("link", { name: "Written online" }).click()
  await showsTexts(other, ["Written online", "Written offline"])
  await checkIntegrity(await openDebug(browser))
  await browser.quit()

  await using later = await launch({ profile: browser.profile, baseUrl: server.url })
  const again = await later.open()
  await chatList(again).getByRole("link", { name: "Written online" }).click()
  await showsTexts(again, ["Written online", "Written offline"])

  const back = await startServer({ port: server.port })
  await again.reload()
  await showsTexts(again, ["Written online", "Written offline"])
  expect((await again.request.get(`${server.url}/health`)).ok()).toBe(true)
  await back.stop()
})

import { expect, test } from "vitest"
import { launch } from "./support/browser.ts"
import { write } from "./support/chatPage.ts"
import { openDebug } from "./support/debugPage.ts"
import { downloaded } from "./support/exported.ts"
import { ownServer } from "./support/ownServer.ts"
import { isSynced, password, signIn } from "./support/syncPage.ts"

test("the session is out of a script's reach, and neither it nor the password is in exports, storage or logs", async () => {
  await using server = await ownServer()
  await using browser = await launch({ baseUrl: server.url })
  const logs: Array<string> = []
  browser.context.on("console", (message) => logs.push(message.text()))
  await signIn(browser, "Create account", "ada@example.org")
  const page = await browser.open()
  await write(page, "Hello")
  await isSynced(page)

  const cookies = await browser.context.cookies()
  expect(cookies.map(({ httpOnly, name, sameSite }) => ({ httpOnly, name, sameSite }))).toEqual([
    { httpOnly: true, name: "openchat.session_token", sameSite: "Lax" },
  ])
  const reached = await page.evaluate(async () => {
    const { headers } = await fetch("/api/auth/get-session")
    return JSON.stringify([
      document.cookie,
      Object.entries(localStorage),
      Object.entries(sessionStorage),
      [...headers].map((pair) => pair.join()),
      await indexedDB.databases(),
    ])
  })
  const debug = await openDebug(browser)
  const exports = [
    await downloaded(debug, "Export local data"),
    await downloaded(debug, "Export database file"),
  ].map((bytes) => bytes.toString("latin1"))
  expect(exports.every((text) => text.includes("Hello"))).toBe(true)

  const token = decodeURIComponent(cookies[0]?.value ?? "")
  expect(token).toContain(".")
  const secrets = [password, token, token.slice(0, token.indexOf(".")), encodeURIComponent(token)]
  for (const text of [reached, ...exports, ...logs]) {
    for (const secret of secrets) expect(text.includes(secret)).toBe(false)
  }
})

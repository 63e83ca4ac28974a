import { spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import { launch } from "./support/browser.ts"
import { composer, showsTexts, write } from "./support/chatPage.ts"
import { isSynced, openChat, signIn } from "./support/syncPage.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))

const takes = (port: number) =>
  new Promise<boolean>((resolve) => {
    const probe = createServer()
    probe.once("error", () => resolve(false))
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)))
  })

/** Two free ports side by side. */
const freePorts = async (): Promise<number> => {
  for (let port = 41_000 + (process.pid % 1_000) * 2; ; port += 2) {
    if ((await takes(port)) && (await takes(port + 1))) return port
  }
}

/** What `npm run dev` starts, with data of its own. */
const startDev = async () => {
  const port = await freePorts()
  const folder = mkdtempSync(join(tmpdir(), "openchat-dev-data-"))
  const dev = spawn(process.execPath, ["scripts/dev.mjs"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, PORT: String(port), OPENCHAT_DATA: folder },
  })
  const ended = new Promise<number | null>((resolve) => dev.once("close", resolve))
  const url = `http://localhost:${port}`
  return {
    url,
    ready: () =>
      fetch(`${url}/ready`).then(
        ({ status }) => status,
        () => 0,
      ),
    stop: () => {
      dev.kill("SIGTERM")
      return ended
    },
    serverIsGone: () => takes(port + 1),
    [Symbol.asyncDispose]: async () => {
      dev.kill("SIGTERM")
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

test("`npm run dev` has a server behind the page: two browsers sign in and sync over a WebSocket", async () => {
  await using dev = await startDev()
  await expect.poll(dev.ready, { timeout: 60_000, interval: 500 }).toBe(200)
  await using first = await launch({ baseUrl: dev.url })
  const complaints: Array<string> = []
  first.context.on("console", (message) => {
    if (/Content Security Policy|requires 'Trusted/.test(message.text())) complaints.push(message.text())
  })
  const page = await first.open()
  await composer(page).waitFor()
  await signIn(first, "Create account", "ada@example.org")
  await write(page, "Written in development")
  await isSynced(page)

  await using second = await launch({ baseUrl: dev.url })
  await signIn(second, "Sign in", "ada@example.org")
  const other = await openChat(second, "Written in development")
  await write(page, "and more")
  await showsTexts(other, ["Written in development", "and more"])

  const answer = await page.evaluate(
    () =>
      new Promise<string>((resolve, reject) => {
        const socket = new WebSocket("/rpc/ws")
        socket.addEventListener("open", () => socket.send(`{"_tag":"Ping"}\n`))
        socket.addEventListener("message", ({ data }) => resolve(String(data)))
        socket.addEventListener("error", () => reject(new Error("The WebSocket was not let through.")))
      }),
  )
  expect(answer).toContain("Pong")

  expect(complaints).toEqual([])
  await first.quit()
  await second.quit()
  expect(await dev.stop()).toBe(0)
  expect(await dev.serverIsGone()).toBe(true)
})

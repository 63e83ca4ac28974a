import { expect, test } from "vitest"
import { launch } from "./support/browser.ts"
import { write } from "./support/chatPage.ts"
import { openDebug } from "./support/debugPage.ts"
import { downloaded } from "./support/exported.ts"
import { databasePath, openBeside, readPool, writePool } from "./support/pool.ts"
import { openFile } from "./support/sqliteFile.ts"

/** The file as a newer OpenChat leaves it: one migration further, in the format of a database with a WAL. */
const madeNewer = async (bytes: Uint8Array) => {
  const file = await openFile(bytes)
  await file.query("INSERT INTO effect_sql_migrations (migration_id, name) VALUES (9000, 'of_tomorrow')")
  await file.close()
  return Buffer.from(file.bytes()).fill(2, 18, 20)
}

test("a database that a newer OpenChat has opened is not touched, and the page asks for a reload", async () => {
  await using browser = await launch()
  const page = await browser.open()
  await write(page, "From the future")
  const debug = await openDebug(browser)
  const newer = await madeNewer(await downloaded(debug, "Export database file"))
  await Promise.all([page.close(), debug.close()])
  const beside = await openBeside(browser)
  await writePool(beside, "openchat-1", databasePath, newer)
  await writePool(beside, "openchat-1", `${databasePath}-wal`, new Uint8Array())

  const old = await browser.open()
  await old.getByRole("heading", { name: "Your chats cannot be opened" }).waitFor()
  expect(await old.getByRole("alert").innerText()).toBe(
    "Your chats were opened by a newer OpenChat. Nothing has been changed. " +
      "Reload the page to get the newest version.",
  )
  expect(await old.getByRole("button", { name: "Reload" }).isVisible()).toBe(true)
  expect(await old.getByRole("button", { name: "Set aside and begin anew" }).count()).toBe(0)
  await old.close()
  const after = await readPool(await openBeside(browser), "openchat-1")
  expect(after.get(databasePath)?.equals(newer)).toBe(true)
  expect(after.get(`${databasePath}-wal`)?.length ?? 0).toBe(0)
})

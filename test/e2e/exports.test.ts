import { strFromU8, unzipSync } from "fflate"
import { expect, test } from "vitest"
import { launch } from "./support/browser.ts"
import { chatAction, composer, confirmed, showsTexts, write } from "./support/chatPage.ts"
import { openDebug } from "./support/debugPage.ts"
import { branch, downloaded, exportData } from "./support/exported.ts"
import { openFile } from "./support/sqliteFile.ts"
import { numbered, writeAll } from "./support/writer.ts"

test("the exported files hold every row, and the database file opens anywhere", async () => {
  await using browser = await launch()
  const page = await browser.open()
  const lines = numbered("line", 40)
  await write(page, "line 0")
  await writeAll(page, lines.slice(1))
  await confirmed(page, "line 39").waitFor()
  const chatId = new URL(page.url()).pathname.slice("/chat/".length)
  await page.goto(browser.baseUrl)
  await write(page, "To be deleted: “ünï” 🙂")
  await chatAction(page, "Delete")
  await page.getByText("Chat moved to the trash").waitFor()
  await composer(page).waitFor()

  const debug = await openDebug(browser)
  const exported = await exportData(debug)
  expect(exported.format).toBe("openchat-database")
  expect(branch(exported, chatId)).toEqual(lines)
  expect(exported.tables.chat.map(({ title }) => title).toSorted()).toEqual(
    ["To be deleted: “ünï” 🙂", "line 0"].toSorted(),
  )
  // two chats, 41 messages, one deletion
  expect(exported.tables.sync_event.length).toBe(44)

  const file = await openFile(await downloaded(debug, "Export database file"))
  expect(await file.query("PRAGMA integrity_check")).toEqual([["ok"]])
  expect(await file.query("PRAGMA foreign_key_check")).toEqual([])
  const stored = await file.query("SELECT content FROM message ORDER BY rowid")
  expect(stored.flat()).toEqual(exported.tables.message.map(({ content }) => content))
  expect(await file.query("SELECT count(*) FROM sync_event")).toEqual([[44]])
  await file.close()
})

test("the button in the settings hands out an archive of the chats, and a chat's menu the chat", async () => {
  await using browser = await launch()
  const page = await browser.open()
  await write(page, "Mine")
  await chatAction(page, "Export")
  const markdown = (await downloaded(page, "Export")).toString("utf8")
  expect(markdown).toContain("## You")
  expect(markdown).toContain("Mine")
  await page.goto(`${browser.baseUrl}/settings/data`)
  const files = unzipSync(await downloaded(page, "Export all chats"))
  expect(JSON.parse(strFromU8(files["manifest.json"] ?? new Uint8Array())).counts.messages).toBe(1)
  expect(strFromU8(files["messages.jsonl"] ?? new Uint8Array())).toContain('"content":"Mine"')
  await page.goBack()
  await showsTexts(page, ["Mine"])
})

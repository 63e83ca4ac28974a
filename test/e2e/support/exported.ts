import { readFile } from "node:fs/promises"
import type { Download, Page } from "playwright-core"

export interface ExportedMessage {
  readonly id: string
  readonly chat_id: string
  readonly parent_id: string | null
  readonly content: string
  readonly deleted_at: number | null
}

export interface Exported {
  readonly format: string
  readonly tables: {
    readonly chat: ReadonlyArray<{
      readonly id: string
      readonly title: string
      readonly deleted_at: number | null
    }>
    readonly message: ReadonlyArray<ExportedMessage>
    readonly sync_event: ReadonlyArray<{ readonly entity_id: string; readonly operation: string }>
  }
}

/** The bytes that a button hands to the browser as a download. */
export const downloaded = async (page: Page, button: string): Promise<Buffer> => {
  const coming = page.waitForEvent("download")
  await page.getByRole("button", { name: button, exact: true }).click()
  const download: Download = await coming
  return readFile(await download.path())
}

/** Every row, through the button of the debug panel. */
export const exportData = async (debug: Page): Promise<Exported> =>
  JSON.parse((await downloaded(debug, "Export local data")).toString("utf8"))

/** The texts of a chat from its first message on. Fails unless every message has at most one that follows it. */
export const branch = ({ tables }: Exported, chatId: string): ReadonlyArray<string> => {
  const messages = tables.message.filter(({ chat_id }) => chat_id === chatId)
  const after = new Map(messages.map((message) => [message.parent_id, message]))
  if (after.size !== messages.length) throw new Error("Two messages follow the same one.")
  const found: Array<string> = []
  for (let next = after.get(null); next !== undefined; next = after.get(next.id)) found.push(next.content)
  if (found.length !== messages.length) throw new Error("Messages hang in the air.")
  return found
}

import { createHash } from "node:crypto"
import type { Page } from "playwright-core"
import type { Browser } from "./browser.ts"

/** wa-sqlite's pool keeps the path of a file in the first sector of it. */
const sector = 4096

/** Where OpenChat keeps its database inside the pool. */
export const databasePath = "/openchat.db"

/** A page of the same origin that runs none of our code, once no worker has the database open any more. */
export const openBeside = async (browser: Browser): Promise<Page> => {
  const page = await browser.open("/health")
  await page.evaluate(() => navigator.locks.request("openchat-database", () => {}))
  return page
}

/** The folders at the root of the origin's private file system. */
export const poolFolders = (page: Page): Promise<Array<string>> =>
  page.evaluate(async () => {
    const names: Array<string> = []
    for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name)
    return names.toSorted()
  })

/** What the files of a pool hold, by their paths. */
export const readPool = async (page: Page, folder: string): Promise<ReadonlyMap<string, Buffer>> => {
  const files = await page.evaluate(
    async ({ folder, sector }) => {
      const root = await navigator.storage.getDirectory()
      const found: Array<{ readonly path: string; readonly bytes: string }> = []
      for await (const handle of (await root.getDirectoryHandle(folder)).values()) {
        if (!(handle instanceof FileSystemFileHandle)) continue
        const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer())
        const path = new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(0)))
        // each byte as a character, which is a hundred times faster here than a list of numbers
        const characters = Array.from(bytes.subarray(sector), (byte) => String.fromCharCode(byte))
        if (path !== "") found.push({ path, bytes: characters.join("") })
      }
      return found
    },
    { folder, sector },
  )
  return new Map(files.map(({ path, bytes }) => [path, Buffer.from(bytes, "latin1")]))
}

/** The same, short enough to be compared. */
export const digestsOf = (pool: ReadonlyMap<string, Buffer>): ReadonlyArray<string> =>
  [...pool].map(([path, bytes]) => `${path} ${createHash("sha256").update(bytes).digest("hex")}`).toSorted()

/** Puts other bytes in the place of a file's content. */
export const writePool = (page: Page, folder: string, path: string, content: Uint8Array): Promise<void> =>
  page.evaluate(
    async ({ folder, path, sector, bytes }) => {
      const root = await navigator.storage.getDirectory()
      for await (const handle of (await root.getDirectoryHandle(folder)).values()) {
        if (!(handle instanceof FileSystemFileHandle)) continue
        const head = new Uint8Array(await (await handle.getFile()).slice(0, sector).arrayBuffer())
        if (new TextDecoder().decode(head.subarray(0, head.indexOf(0))) !== path) continue
        const file = await handle.createWritable({ keepExistingData: true })
        await file.truncate(sector + bytes.length)
        await file.write({
          type: "write",
          position: sector,
          data: Uint8Array.from(bytes, (it) => it.charCodeAt(0)),
        })
        await file.close()
        return
      }
      throw new Error(`There is no ${path} in ${folder}.`)
    },
    { folder, path, sector, bytes: Buffer.from(content).toString("latin1") },
  )

/** Turns a bit of the name by which the pool knows a file. */
export const damageName = (page: Page, folder: string, path: string): Promise<void> =>
  page.evaluate(
    async ({ folder, path }) => {
      const root = await navigator.storage.getDirectory()
      for await (const handle of (await root.getDirectoryHandle(folder)).values()) {
        if (!(handle instanceof FileSystemFileHandle)) continue
        const head = new Uint8Array(await (await handle.getFile()).slice(0, 512).arrayBuffer())
        if (new TextDecoder().decode(head.subarray(0, head.indexOf(0))) !== path) continue
        const file = await handle.createWritable({ keepExistingData: true })
        await file.write({ type: "write", position: 3, data: new Uint8Array([(head[3] ?? 0) ^ 1]) })
        await file.close()
        return
      }
      throw new Error(`There is no ${path} in ${folder}.`)
    },
    { folder, path },
  )

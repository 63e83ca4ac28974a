/**
 * The pool lies in the folder `openchat-<n>`, the greatest n there is. Setting a database aside makes the next
 * folder and leaves this one as it is, so that nothing is ever moved or deleted.
 *
 * Plain functions, which a page calls too when no worker starts.
 */
const pattern = /^openchat-(\d+)$/

/** Where the database lies inside the pool. */
export const databasePath = "/openchat.db"

/** wa-sqlite's pool writes the path into the first sector of each of its files; the content follows it. */
const sectorSize = 4096
const maxPathLength = 512

const newest = async (root: FileSystemDirectoryHandle): Promise<number> => {
  let greatest = 1
  for await (const name of root.keys()) greatest = Math.max(greatest, Number(pattern.exec(name)?.[1] ?? 1))
  return greatest
}

const number = async () => newest(await navigator.storage.getDirectory())

export const currentPool = async (): Promise<string> => `openchat-${await number()}`

/** The one that was set aside last. */
export const formerPool = async (): Promise<string | undefined> => {
  const n = await number()
  return n > 1 ? `openchat-${n - 1}` : undefined
}

/** The next opening begins with an empty database; the present one keeps its folder. */
export const setPoolAside = async (): Promise<void> => {
  const root = await navigator.storage.getDirectory()
  await root.getDirectoryHandle(`openchat-${(await newest(root)) + 1}`, { create: true })
}

const pathIn = async (file: File): Promise<string> => {
  const header = new Uint8Array(await file.slice(0, maxPathLength).arrayBuffer())
  const end = header.indexOf(0)
  return new TextDecoder().decode(header.subarray(0, end < 0 ? maxPathLength : end))
}

/** What a file of the pool holds, by the path that SQLite knows it by. */
export const findInPool = async (folder: string, path: string): Promise<Blob | undefined> => {
  const root = await navigator.storage.getDirectory()
  for await (const handle of (await root.getDirectoryHandle(folder)).values()) {
    if (!(handle instanceof FileSystemFileHandle)) continue
    const file = await handle.getFile()
    if ((await pathIn(file)) === path) return file.slice(sectorSize)
  }
  return undefined
}

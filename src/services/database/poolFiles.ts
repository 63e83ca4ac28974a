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
/** A path of at most 512 bytes and the flags with which it was opened; a digest of both follows. */
const corpusBytes = 516

const newest = async (root: FileSystemDirectoryHandle): Promise<number> => {
  let greatest = 1
  for await (const name of root.keys()) greatest = Math.max(greatest, Number(pattern.exec(name)?.[1] ?? 1))
  return greatest
}

const number = async () => newest(await navigator.storage.getDirectory())

export const currentPool = async (): Promise<string> => `openchat-${await number()}`

/** Those that were set aside, the last one first. */
const formerPools = async (): Promise<ReadonlyArray<string>> => {
  const root = await navigator.storage.getDirectory()
  const current = await newest(root)
  const numbers: Array<number> = []
  for await (const name of root.keys()) numbers.push(Number(pattern.exec(name)?.[1] ?? current))
  return numbers
    .filter((n) => n < current)
    .toSorted((a, b) => b - a)
    .map((n) => `openchat-${n}`)
}

/** The one that was set aside last. */
export const formerPool = async (): Promise<string | undefined> => (await formerPools())[0]

/** For whoever wants nothing of theirs to stay on this device. */
export const removeFormerPools = async (): Promise<void> => {
  const root = await navigator.storage.getDirectory()
  for (const name of await formerPools()) await root.removeEntry(name, { recursive: true })
}

/** https://sqlite.org/fileformat2.html#magic_header_string */
const databaseMagic = [...new TextEncoder().encode("SQLite format 3\0")]
/** The last bit says in which order the checksums count bytes. https://sqlite.org/fileformat2.html#walformat */
const logMagic = [0x37, 0x7f, 0x06]

const logPath = `${databasePath}-wal`

/** As wa-sqlite computes it, after https://github.com/bryc/code/blob/master/jshash/experimental/cyrb53.js */
const digestOf = (corpus: Uint8Array): ReadonlyArray<number> => {
  let h1 = 0xdeadbeef
  let h2 = 0x41c6ce57
  for (const value of corpus) {
    h1 = Math.imul(h1 ^ value, 2654435761)
    h2 = Math.imul(h2 ^ value, 1597334677)
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909)
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909)
  return [h1 >>> 0, h2 >>> 0]
}

interface PoolFile {
  /** Empty if it belongs to nothing. */
  readonly path: string
  /** Whether its first sector is as it was written. */
  readonly isSound: boolean
  /** What it seems to hold. */
  readonly seems: typeof databasePath | typeof logPath | undefined
  readonly content: Blob
}

const seeming = (content: Uint8Array): PoolFile["seems"] => {
  const begins = (magic: ReadonlyArray<number>) => magic.every((byte, index) => byte === content[index])
  if (begins(databaseMagic)) return databasePath
  return begins(logMagic) ? logPath : undefined
}

const read = async (file: File): Promise<PoolFile> => {
  const head = new Uint8Array(await file.slice(0, sectorSize + databaseMagic.length).arrayBuffer())
  const corpus = head.subarray(0, corpusBytes)
  const end = corpus.indexOf(0)
  const isWhole = head.length >= corpusBytes + 8
  const stored = isWhole ? [...new Uint32Array(head.slice(corpusBytes, corpusBytes + 8).buffer)] : []
  return {
    path: new TextDecoder().decode(corpus.subarray(0, end < 0 ? corpus.length : end)),
    isSound: digestOf(corpus).every((value, index) => value === stored[index]),
    seems: seeming(head.subarray(sectorSize)),
    content: file.slice(sectorSize),
  }
}

const filesIn = async (folder: string): Promise<ReadonlyArray<PoolFile>> => {
  const root = await navigator.storage.getDirectory()
  const handles: Array<FileSystemFileHandle> = []
  for await (const handle of (await root.getDirectoryHandle(folder, { create: true })).values()) {
    if (handle instanceof FileSystemFileHandle) handles.push(handle)
  }
  return Promise.all(handles.map(async (handle) => read(await handle.getFile())))
}

/** The database and its log, each by its name, or where that is damaged by what it holds. */
export const findInPool = async (
  folder: string,
): Promise<{ readonly database: Blob | undefined; readonly log: Blob | undefined }> => {
  const files = await filesIn(folder)
  const find = (path: PoolFile["seems"]) =>
    (files.find((file) => file.path === path) ?? files.find((file) => file.seems === path))?.content
  return { database: find(databasePath), log: find(logPath) }
}

/**
 * Whether a file would be emptied if the pool were opened: wa-sqlite gives those whose first sector is damaged to
 * whoever needs one next. One without a path was deleted, unless it holds the only database there is.
 */
export const hasLostPath = async (folder: string): Promise<boolean> => {
  const filled = (await filesIn(folder)).filter(({ content }) => content.size > 0)
  const hasDatabase = filled.some(({ isSound, path }) => isSound && path === databasePath)
  return filled.some(
    ({ isSound, path, seems }) => (!isSound && path !== "") || (!hasDatabase && seems === databasePath),
  )
}

/**
 * The next opening begins with an empty database; the present one keeps its folder. A folder in which nothing was written
 * yet stays the next one, however often it is asked for: what lies in the one before it is still to be taken over.
 */
export const setPoolAside = async (): Promise<void> => {
  const n = await number()
  const isUsed = (await filesIn(`openchat-${n}`)).some(({ content }) => content.size > 0)
  if (!isUsed) return
  const root = await navigator.storage.getDirectory()
  await root.getDirectoryHandle(`openchat-${n + 1}`, { create: true })
}

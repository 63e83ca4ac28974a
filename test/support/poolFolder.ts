/** Bytes at the beginning of each file of the pool that are its own. */
export const header = 4_096

/** What the browser's private folder holds, and how much may be in it. */
export interface Folder {
  readonly files: Map<string, Uint8Array<ArrayBuffer>>
  /** Bytes of all files together; `refuses` says how the browser says that there is no more. */
  room: number
  refuses: "by writing less" | "by throwing"
}

export const makeFolder = (): Folder => ({
  files: new Map(),
  room: Number.POSITIVE_INFINITY,
  refuses: "by writing less",
})

/** What lies there for the next start: nothing of what the browser was not asked to write. */
export const copyOf = (folder: Folder): Folder => ({
  ...makeFolder(),
  files: new Map(Array.from(folder.files, ([name, bytes]) => [name, bytes.slice()])),
})

const bytesOf = ({ buffer, byteLength, byteOffset }: ArrayBufferView) =>
  new Uint8Array(buffer, byteOffset, byteLength)

/** https://developer.mozilla.org/en-US/docs/Web/API/FileSystemSyncAccessHandle */
const accessHandle = (folder: Folder, name: string) => {
  const bytes = () => folder.files.get(name) ?? new Uint8Array()
  const used = () => Array.from(folder.files.values()).reduce((sum, { length }) => sum + length, 0)
  return {
    read: (into: ArrayBufferView, { at }: { readonly at: number }) => {
      const found = bytes().subarray(at, at + into.byteLength)
      bytesOf(into).set(found)
      return found.length
    },
    write: (view: ArrayBufferView, { at }: { readonly at: number }) => {
      const from = bytesOf(view)
      const before = bytes()
      const most = Math.max(before.length, before.length + folder.room - used())
      const length = Math.max(0, Math.min(from.length, most - at))
      if (length < from.length && folder.refuses === "by throwing") {
        throw new DOMException("no room", "QuotaExceededError")
      }
      const after = new Uint8Array(Math.max(before.length, at + length))
      after.set(before)
      after.set(from.subarray(0, length), at)
      folder.files.set(name, after)
      return length
    },
    truncate: (size: number) => {
      const after = new Uint8Array(size)
      after.set(bytes().subarray(0, size))
      folder.files.set(name, after)
    },
    getSize: () => bytes().length,
    flush: () => undefined,
    close: () => undefined,
  }
}

/** As `navigator.storage` gives it to a worker, with one folder in which everything is. */
export const storageOf = (folder: Folder) => {
  const fileHandle = (name: string) => ({
    kind: "file",
    createSyncAccessHandle: () => Promise.resolve(accessHandle(folder, name)),
  })
  const directory = {
    kind: "directory",
    getDirectoryHandle: () => Promise.resolve(directory),
    getFileHandle: (name: string) => {
      if (!folder.files.has(name)) folder.files.set(name, new Uint8Array())
      return Promise.resolve(fileHandle(name))
    },
    async *[Symbol.asyncIterator]() {
      for (const name of folder.files.keys()) yield await Promise.resolve([name, fileHandle(name)] as const)
    },
  }
  return { getDirectory: () => Promise.resolve(directory) }
}

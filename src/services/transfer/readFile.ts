import { type Item, makeSplitter } from "./splitItems.ts"
import { isZip, makeUnzip } from "./unzip.ts"

/** An item and the file that it was in, which within an archive has a name of its own. */
export interface Found {
  readonly file: string
  readonly item: Item
}

/** What a page hands over. Its bytes stay where they are until they are read. */
export interface NamedFile {
  readonly name: string
  readonly blob: Blob
}

const firstBytes = async (blob: Blob) => new Uint8Array(await blob.slice(0, 4).arrayBuffer())

/**
 * The items of a file, or of every file of JSON in an archive, a little at a time: at most one item and one piece of the
 * file are held. Rejects if the browser or the archive does not give the bytes.
 *
 * @param onRead how many bytes of the file were read
 */
export async function* readFile(
  { blob, name }: NamedFile,
  onRead: (bytes: number) => void,
): AsyncGenerator<ReadonlyArray<Found>> {
  const archive = isZip(await firstBytes(blob)) ? makeUnzip() : undefined
  const splitter = makeSplitter()
  const split = (items: ReadonlyArray<Item>) => items.map((item): Found => ({ file: name, item }))
  const reader = blob.stream().getReader()
  try {
    for (let read = 0; ;) {
      const { done, value } = await reader.read()
      if (done) break
      read += value.length
      yield archive === undefined ? split(splitter.push(value)) : archive.push(value)
      onRead(read)
    }
    yield archive === undefined ? split(splitter.end()) : archive.end()
  } finally {
    // whoever stops early frees the file
    await reader.cancel().catch(() => undefined)
  }
}

/** What a column holds: https://sqlite.org/fileformat2.html#record_format */
export type Value = null | number | string | Uint8Array

/** A row as it lies in the leaf of a table. */
export interface Found {
  readonly rowId: number
  readonly values: ReadonlyArray<Value>
}

const tableLeaf = 0x0d
/** The header of the file, which stands before that of the first page. */
const headerBytes = 100
const walHeaderBytes = 32
const frameHeaderBytes = 24

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const isPageSize = (size: number) => size >= 512 && size <= 65_536 && (size & (size - 1)) === 0

/** By the header of the file; undefined if that is damaged too. */
export const pageSizeOf = (file: Uint8Array): number | undefined => {
  if (file.length < headerBytes) return undefined
  const stated = viewOf(file).getUint16(16)
  const size = stated === 1 ? 65_536 : stated
  return isPageSize(size) ? size : undefined
}

/** The pages of the file, with those of its write-ahead log in their place. */
const pagesOf = (file: Uint8Array, wal: Uint8Array, pageSize: number): ReadonlyArray<Uint8Array> => {
  const pages = Array.from({ length: Math.floor(file.length / pageSize) }, (_, index) =>
    file.subarray(index * pageSize, (index + 1) * pageSize),
  )
  if (wal.length < walHeaderBytes || viewOf(wal).getUint32(8) !== pageSize) return pages
  const log = viewOf(wal)
  const salts = [log.getUint32(16), log.getUint32(20)]
  const written = new Map<number, Uint8Array>()
  const step = frameHeaderBytes + pageSize
  for (let at = walHeaderBytes; at + step <= wal.length; at += step) {
    // a frame of an earlier round of the log has other salts
    if (log.getUint32(at + 8) !== salts[0] || log.getUint32(at + 12) !== salts[1]) break
    written.set(log.getUint32(at), wal.subarray(at + frameHeaderBytes, at + step))
    // what follows the last commit was never confirmed to anybody
    if (log.getUint32(at + 4) === 0) continue
    for (const [page, content] of written) pages[page - 1] = content
    written.clear()
  }
  return pages
}

/** A number of one to nine bytes, and where it ends; undefined beyond the bytes. */
const varint = (bytes: Uint8Array, at: number): readonly [value: number, next: number] | undefined => {
  let value = 0
  for (let n = 0; n < 9; n++) {
    const byte = bytes[at + n]
    if (byte === undefined) return undefined
    if (n === 8) return [value * 256 + byte, at + 9]
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) return [value, at + n + 1]
  }
  return undefined
}

const utf8 = new TextDecoder("utf-8", { fatal: true })

/** Bytes of the integers of serial types 1 to 6. */
const integerBytes = [0, 1, 2, 3, 4, 6, 8]

const lengthOf = (type: number): number => {
  if (type <= 6) return integerBytes[type] ?? 0
  if (type === 7) return 8
  return type < 12 ? 0 : Math.floor((type - 12) / 2)
}

const valueOf = (type: number, bytes: Uint8Array): Value => {
  if (type === 0) return null
  if (type === 8) return 0
  if (type === 9) return 1
  if (type === 7) return viewOf(bytes).getFloat64(0)
  if (type < 7) {
    const negative = (bytes[0] ?? 0) >= 0x80 ? -1n : 0n
    return Number(bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), negative))
  }
  return type % 2 === 0 ? bytes : utf8.decode(bytes)
}

/** The values of a record; undefined if it cannot be one. */
const valuesOf = (payload: Uint8Array): ReadonlyArray<Value> | undefined => {
  const header = varint(payload, 0)
  if (header === undefined) return undefined
  const values: Array<Value> = []
  let [from] = header
  for (let at = header[1]; at < header[0];) {
    const type = varint(payload, at)
    if (type === undefined || type[0] === 10 || type[0] === 11) return undefined
    const length = lengthOf(type[0])
    if (from + length > payload.length) return undefined
    try {
      values.push(valueOf(type[0], payload.subarray(from, from + length)))
    } catch {
      return undefined
    }
    from += length
    at = type[1]
  }
  return from === payload.length ? values : undefined
}

/** A payload that does not fit on its page goes on in a chain of others. */
const whole = (
  pages: ReadonlyArray<Uint8Array>,
  page: Uint8Array,
  at: number,
  length: number,
): Uint8Array | undefined => {
  const usable = page.length
  const most = usable - 35
  if (length <= most) return at + length <= usable ? page.subarray(at, at + length) : undefined
  const least = Math.floor(((usable - 12) * 32) / 255) - 23
  const wanted = least + ((length - least) % (usable - 4))
  const local = wanted <= most ? wanted : least
  if (at + local + 4 > usable || length > pages.length * usable) return undefined
  const payload = new Uint8Array(length)
  payload.set(page.subarray(at, at + local))
  let next = viewOf(page).getUint32(at + local)
  for (let filled = local; filled < length;) {
    const more = pages[next - 1]
    if (more === undefined) return undefined
    const piece = more.subarray(4, 4 + Math.min(usable - 4, length - filled))
    payload.set(piece, filled)
    filled += piece.length
    next = viewOf(more).getUint32(0)
  }
  return payload
}

/** Pages in which what was deleted lies until something else is written there: https://sqlite.org/fileformat2.html#the_freelist */
const freePages = (pages: ReadonlyArray<Uint8Array>): ReadonlySet<number> => {
  const free = new Set<number>()
  let next = pages[0] === undefined ? 0 : viewOf(pages[0]).getUint32(32)
  for (let trunk = pages[next - 1]; trunk !== undefined && !free.has(next); trunk = pages[next - 1]) {
    free.add(next)
    const view = viewOf(trunk)
    const leaves = Math.min(view.getUint32(4), trunk.length / 4 - 2)
    for (let leaf = 0; leaf < leaves; leaf++) free.add(view.getUint32(8 + leaf * 4))
    next = view.getUint32(0)
  }
  return free
}

/**
 * Every row that can be read from the leaves of tables, wherever they lie: neither the schema nor the inner pages are
 * needed, which are what is lost most easily. Where the first page is lost, what was deleted may be found too.
 *
 * @param wal the write-ahead log, or nothing
 * @returns the rows, and how many there seem to be that cannot be read
 */
export const readRows = (
  file: Uint8Array,
  wal: Uint8Array,
  pageSize: number,
): { readonly found: ReadonlyArray<Found>; readonly unreadable: number } => {
  const pages = pagesOf(file, wal, pageSize)
  const free = freePages(pages)
  const found: Array<Found> = []
  let unreadable = 0
  for (const [index, page] of pages.entries()) {
    const start = index === 0 ? headerBytes : 0
    if (page[start] !== tableLeaf || free.has(index + 1)) continue
    const view = viewOf(page)
    const cells = view.getUint16(start + 3)
    for (let cell = 0; cell < cells && start + 10 + cell * 2 <= page.length; cell++) {
      const at = view.getUint16(start + 8 + cell * 2)
      const length = varint(page, at)
      const rowId = length === undefined ? undefined : varint(page, length[1])
      const payload =
        length === undefined || rowId === undefined ? undefined : whole(pages, page, rowId[1], length[0])
      const values = payload === undefined ? undefined : valuesOf(payload)
      if (rowId === undefined || values === undefined) unreadable += 1
      else found.push({ rowId: rowId[0], values })
    }
  }
  return { found, unreadable }
}

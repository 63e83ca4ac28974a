import type { SqliteModule as Module } from "wa-sqlite"
import { FacadeVFS } from "wa-sqlite/src/FacadeVFS.js"

/** What fails once, after so many others of its kind: a write or flush of a file, or a step of a statement. */
export interface Fault {
  readonly at: "write" | "step"
  left: number
  /** SQLite's result code. */
  readonly code: number
}

/** Files that outlive the database which is open on them, and can be made to break. */
export interface Disk {
  /** By name; an array is as long as its file. */
  readonly files: Map<string, Uint8Array<ArrayBuffer>>
  /** Those that no other disk shares, and that may be written in place. */
  readonly own: WeakSet<Uint8Array>
  /** SQLite's result code for every write from now on. */
  refusal: number | undefined
  /** Writes until the power goes: then nothing is written any more. */
  power: number
  fault: Fault | undefined
}

/** The code with which the next one of that kind fails, if it does. */
export const faultOf = (disk: Disk, at: Fault["at"]): number | undefined => {
  const { fault } = disk
  if (fault === undefined || fault.at !== at || fault.left-- > 0) return undefined
  disk.fault = undefined
  return fault.code
}

/** Room for a file to grow in, so that adding to it does not copy it each time. */
const room = 1_048_576

const copied = (content: Uint8Array, length: number): Uint8Array<ArrayBuffer> => {
  const next = new Uint8Array(new ArrayBuffer(length, { maxByteLength: length * 2 + room }))
  next.set(content)
  return next
}

const grown = (content: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> => {
  if (length === content.length) return content
  if (length > content.buffer.maxByteLength) return copied(content, length)
  content.buffer.resize(length)
  return content
}

/** https://sqlite.org/rescode.html */
const code = { ok: 0, ioError: 10, cantOpen: 14, shortRead: 522 }

const create = 0x4
const deleteOnClose = 0x8

interface Open {
  readonly name: string
  readonly flags: number
}

/** A file system for SQLite on a `Disk`. */
export class DiskVfs extends FacadeVFS {
  private readonly disk: Disk
  private readonly opened = new Map<number, Open>()

  constructor(module: Module, disk: Disk) {
    super("disk", module)
    this.disk = disk
  }

  override jOpen(name: string | null, fileId: number, flags: number, outFlags: DataView): number {
    const file = name ?? `temporary-${fileId}`
    if (!this.disk.files.has(file)) {
      if ((flags & create) === 0) return code.cantOpen
      this.disk.files.set(file, new Uint8Array())
    }
    this.opened.set(fileId, { name: file, flags })
    outFlags.setInt32(0, flags, true)
    return code.ok
  }

  override jClose(fileId: number): number {
    const open = this.opened.get(fileId)
    this.opened.delete(fileId)
    if (open !== undefined && (open.flags & deleteOnClose) !== 0) this.disk.files.delete(open.name)
    return code.ok
  }

  override jRead(fileId: number, data: Uint8Array, offset: number): number {
    const found = this.contentOf(fileId).subarray(offset, offset + data.byteLength)
    data.set(found)
    if (found.length === data.byteLength) return code.ok
    data.fill(0, found.length)
    return code.shortRead
  }

  override jWrite(fileId: number, data: Uint8Array, offset: number): number {
    return this.change(fileId, (content) => {
      const length = Math.max(content.length, offset + data.byteLength)
      const next = this.disk.own.has(content) ? grown(content, length) : copied(content, length)
      this.disk.own.add(next)
      next.set(data.subarray(), offset)
      return next
    })
  }

  override jTruncate(fileId: number, size: number): number {
    return this.change(fileId, (content) => content.slice(0, size))
  }

  override jSync(): number {
    return faultOf(this.disk, "write") ?? code.ok
  }

  override jFileSize(fileId: number, size: DataView): number {
    size.setBigInt64(0, BigInt(this.contentOf(fileId).length), true)
    return code.ok
  }

  override jDelete(name: string): number {
    this.disk.files.delete(name)
    return code.ok
  }

  override jAccess(name: string, _flags: number, result: DataView): number {
    result.setInt32(0, this.disk.files.has(name) ? 1 : 0, true)
    return code.ok
  }

  private contentOf(fileId: number): Uint8Array<ArrayBuffer> {
    return this.disk.files.get(this.opened.get(fileId)?.name ?? "") ?? new Uint8Array()
  }

  private change(fileId: number, by: (content: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>): number {
    if (this.disk.refusal !== undefined) return this.disk.refusal
    if (this.disk.power <= 0) return code.ioError
    const failed = faultOf(this.disk, "write")
    if (failed !== undefined) return failed
    this.disk.power--
    const { name } = this.opened.get(fileId) ?? { name: "" }
    this.disk.files.set(name, by(this.contentOf(fileId)))
    return code.ok
  }
}

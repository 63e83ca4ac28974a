import { AccessHandlePoolVFS } from "wa-sqlite/src/examples/AccessHandlePoolVFS.js"

/** https://sqlite.org/rescode.html */
const ok = 0
const readOnly = 8
const full = 13

/** Bytes collected before they are written: a hundred pages and their headers. */
const collected = 1_048_576

/**
 * The pool, with three differences.
 *
 * A commit to the WAL is a header of 24 bytes and a page, again and again, two dozen writes that follow each other
 * in the file. They are collected and written as one, at the latest before a sync. What was accepted is let go only
 * once it is in the file: SQLite counts on it, and the end of one commit may wait here for the beginning of the next.
 *
 * A write for which there is no room answers "full", not "broken".
 *
 * And it can be frozen.
 */
export class PoolVfs extends AccessHandlePoolVFS {
  /** One stretch of one file that was accepted and not written. */
  readonly #bytes = new Uint8Array(collected)
  #file = -1
  #start = 0
  #length = 0
  #frozen = false

  freeze(): void {
    this.#frozen = true
    // no commit that was confirmed waits here
    this.#length = 0
  }

  override jWrite(fileId: number, data: Uint8Array, offset: number): number {
    if (this.#frozen) return readOnly
    // the memory behind it is SQLite's and will hold something else by the time it is written
    const bytes = data.subarray()
    if (!this.#takes(fileId, offset, bytes.length)) {
      const code = this.#writeOut()
      if (code !== ok) return code
      if (bytes.length > collected) return this.#write(fileId, bytes, offset)
      this.#file = fileId
      this.#start = offset
    }
    const at = offset - this.#start
    this.#bytes.set(bytes, at)
    this.#length = Math.max(this.#length, at + bytes.length)
    return ok
  }

  override jRead(fileId: number, data: Uint8Array, offset: number): number {
    const end = offset + data.byteLength
    const from = Math.max(offset, this.#start)
    const to = Math.min(end, this.#start + this.#length)
    if (this.#file !== fileId || from >= to || this.#writeOut() === ok)
      return super.jRead(fileId, data, offset)
    // there is no room for it, but it can be read
    const code = super.jRead(fileId, data, offset)
    data.subarray().set(this.#bytes.subarray(from - this.#start, to - this.#start), from - offset)
    return to === end ? ok : code
  }

  override jTruncate(fileId: number, size: number): number {
    if (this.#frozen) return readOnly
    if (this.#file === fileId) this.#length = Math.min(this.#length, Math.max(0, size - this.#start))
    return super.jTruncate(fileId, size)
  }

  override jDelete(name: string, syncDirectory: number): number {
    return this.#frozen ? readOnly : super.jDelete(name, syncDirectory)
  }

  override jSync(fileId: number, flags: number): number {
    return this.#writeOut(fileId) || super.jSync(fileId, flags)
  }

  override jFileSize(fileId: number, size: DataView): number {
    return this.#writeOut(fileId) || super.jFileSize(fileId, size)
  }

  override jClose(fileId: number): number {
    const code = this.#writeOut(fileId)
    // the number will be another file's
    if (this.#file === fileId) this.#length = 0
    return super.jClose(fileId) || code
  }

  /** Gives back the handles that were got before one was refused: the others are still being opened. */
  async closeAfterFailure(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 30))
    await this.close()
  }

  /** Whether a write touches the stretch or follows it, and fits. */
  #takes(fileId: number, offset: number, length: number): boolean {
    const at = offset - this.#start
    return (
      this.#file === fileId && this.#length > 0 && at >= 0 && at <= this.#length && at + length <= collected
    )
  }

  /** Writes what was collected, if it belongs to the file. */
  #writeOut(fileId = this.#file): number {
    if (this.#length === 0 || this.#file !== fileId) return ok
    const code = this.#write(fileId, this.#bytes.subarray(0, this.#length), this.#start)
    if (code === ok) this.#length = 0
    return code
  }

  #write(fileId: number, bytes: Uint8Array, offset: number): number {
    try {
      // a handle writes less than it was given when the quota ends
      return super.jWrite(fileId, bytes, offset) === ok ? ok : full
    } catch (cause) {
      if (cause instanceof DOMException && cause.name === "QuotaExceededError") return full
      throw cause
    }
  }
}

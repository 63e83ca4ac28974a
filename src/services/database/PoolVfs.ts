import { AccessHandlePoolVFS } from "wa-sqlite/src/examples/AccessHandlePoolVFS.js"

/** https://sqlite.org/rescode.html */
const ok = 0
const full = 13

/** Bytes collected before they are written: a hundred pages and their headers. */
const collected = 1_048_576

/**
 * The pool, with two differences.
 *
 * A commit to the WAL is a header of 24 bytes and a page, again and again, two dozen writes that follow each other
 * in the file. They are collected and written as one, before anything that could tell the difference: a sync, a read,
 * a question for the size, a write somewhere else. What was not synced was promised to nobody.
 *
 * And a write for which there is no room answers "full", not "broken".
 */
export class PoolVfs extends AccessHandlePoolVFS {
  readonly #bytes = new Uint8Array(collected)
  #file = -1
  #start = 0
  #length = 0

  override jWrite(fileId: number, data: Uint8Array, offset: number): number {
    // the memory behind it is SQLite's and will hold something else by the time it is written
    const bytes = data.subarray()
    const follows = this.#file === fileId && this.#start + this.#length === offset
    if (!follows || this.#length + bytes.length > collected) {
      const code = this.#writeOut()
      if (code !== ok) return code
    }
    if (bytes.length > collected) return this.#write(fileId, bytes, offset)
    if (this.#length === 0) {
      this.#file = fileId
      this.#start = offset
    }
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
    return ok
  }

  override jRead(fileId: number, data: Uint8Array, offset: number): number {
    return this.#writeOut(fileId) || super.jRead(fileId, data, offset)
  }

  override jTruncate(fileId: number, size: number): number {
    return this.#writeOut(fileId) || super.jTruncate(fileId, size)
  }

  override jSync(fileId: number, flags: number): number {
    return this.#writeOut(fileId) || super.jSync(fileId, flags)
  }

  override jFileSize(fileId: number, size: DataView): number {
    return this.#writeOut(fileId) || super.jFileSize(fileId, size)
  }

  override jClose(fileId: number): number {
    const code = this.#writeOut(fileId)
    return super.jClose(fileId) || code
  }

  /** Gives back the handles that were got before one was refused: the others are still being opened. */
  async closeAfterFailure(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 30))
    await this.close()
  }

  /** Writes what was collected, if it belongs to the file. When that fails it is gone, and SQLite rolls back. */
  #writeOut(fileId = this.#file): number {
    if (this.#length === 0 || this.#file !== fileId) return ok
    const bytes = this.#bytes.subarray(0, this.#length)
    this.#length = 0
    return this.#write(fileId, bytes, this.#start)
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

import { AccessHandlePoolVFS } from "wa-sqlite/src/examples/AccessHandlePoolVFS.js"

const full = 13

/** The pool, with the one answer that it gets wrong: a write for which there is no room is "full", not "broken". */
export class PoolVfs extends AccessHandlePoolVFS {
  override jWrite(fileId: number, data: Uint8Array, offset: number): number {
    try {
      // a handle writes less than it was given when the quota ends
      return super.jWrite(fileId, data, offset) === 0 ? 0 : full
    } catch (cause) {
      if (cause instanceof DOMException && cause.name === "QuotaExceededError") return full
      throw cause
    }
  }

  /** Gives back the handles that were got before one was refused: the others are still being opened. */
  async closeAfterFailure(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 30))
    await this.close()
  }
}

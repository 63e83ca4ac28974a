import { Inflate, Unzip, type UnzipDecoder } from "fflate"
import type { Found } from "./readFile.ts"
import { makeSplitter } from "./splitItems.ts"

/** "PK\3\4", the head of an archive's first file: APPNOTE.TXT, 4.3.7. */
export const isZip = (bytes: Uint8Array): boolean =>
  [0x50, 0x4b, 0x03, 0x04].every((byte, index) => bytes[index] === byte)

/** Pictures and recordings are passed over without being unpacked. */
const isText = (name: string) => /\.jsonl?$/i.test(name)

type Deliver = UnzipDecoder["ondata"]

const nothing = new Uint8Array(0)

/** Unpacks what is text. Of the rest no byte is kept. */
const decoderFor = (method: number) =>
  class {
    static readonly compression = method
    ondata: Deliver = () => undefined
    readonly #inflate: Inflate | undefined
    readonly #wanted: boolean
    constructor(name: string) {
      this.#wanted = isText(name)
      if (!this.#wanted || method === 0) return
      this.#inflate = new Inflate((data, final) => this.ondata(null, data, final))
    }
    push(data: Uint8Array<ArrayBuffer>, final: boolean) {
      if (this.#inflate !== undefined) this.#inflate.push(data, final)
      else this.ondata(null, this.#wanted ? data : nothing, final)
    }
  }

const [Stored, Deflated] = [decoderFor(0), decoderFor(8)]

/** Reads the files of JSON in an archive as its bytes come. Throws where they are no archive any more. */
export const makeUnzip = () => {
  let found: Array<Found> = []
  const take = () => {
    const items = found
    found = []
    return items
  }
  const unzip = new Unzip((file) => {
    const splitter = makeSplitter()
    file.ondata = (error, data, final) => {
      if (error !== null) throw error
      for (const item of splitter.push(data)) found.push({ file: file.name, item })
      if (final) for (const item of splitter.end()) found.push({ file: file.name, item })
    }
    file.start()
  })
  unzip.register(Stored)
  unzip.register(Deflated)
  return {
    push: (bytes: Uint8Array) => {
      unzip.push(bytes)
      return take()
    },
    end: () => {
      unzip.push(nothing, true)
      return take()
    },
  }
}

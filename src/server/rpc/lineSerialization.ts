import { RpcSerialization } from "@effect/rpc"

/** What stands for a line that is no message, so that whoever reads messages can say so. */
const unreadable = { _tag: "Unreadable" }

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return unreadable
  }
}

/**
 * Messages as lines of JSON. The library's own parser keeps a line that is no JSON in its buffer, so that every later
 * one fails with it, and the buffer grows with each.
 *
 * @param longest UTF-16 units of one message
 */
export const lineSerialization = (longest: number) =>
  RpcSerialization.RpcSerialization.of({
    contentType: "application/ndjson",
    includesFraming: true,
    unsafeMake: () => {
      const decoder = new TextDecoder()
      const { encode } = RpcSerialization.ndjson.unsafeMake()
      let rest = ""
      return {
        encode,
        decode: (bytes) => {
          const lines = (rest + (typeof bytes === "string" ? bytes : decoder.decode(bytes))).split("\n")
          rest = lines.pop() ?? ""
          const messages = lines.map((line) => (line.length > longest ? unreadable : parsed(line)))
          if (rest.length <= longest) return messages
          rest = ""
          return [...messages, unreadable]
        },
      }
    },
  })

import { RpcSerialization } from "@effect/rpc"
import { Schema } from "effect"

/** What stands for a line that is no message, so that whoever reads messages can say so. */
const unreadable = { _tag: "Unreadable" }

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return unreadable
  }
}

/** Characters of a line that is too long in which the id of its call is looked for. */
const head = 200

/** What stands for a line that is too long. Its end may not have come yet, so only what was received is counted. */
export const TooLong = Schema.TaggedStruct("TooLong", {
  characters: Schema.Int,
  limit: Schema.Int,
  /** Of its call, if that is said near its beginning. */
  id: Schema.NullOr(Schema.String),
})

const tooLong = (line: string, limit: number): typeof TooLong.Type => ({
  _tag: "TooLong",
  characters: line.length,
  limit,
  id: /"id":"(\d{1,30})"/.exec(line.slice(0, head))?.[1] ?? null,
})

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
      /** Whether the beginning of the line was refused already. */
      let isSkipping = false

      const read = (line: string): ReadonlyArray<unknown> => {
        if (isSkipping) {
          isSkipping = false
          return []
        }
        return [line.length > longest ? tooLong(line, longest) : parsed(line)]
      }

      return {
        encode,
        decode: (bytes) => {
          const lines = (rest + (typeof bytes === "string" ? bytes : decoder.decode(bytes))).split("\n")
          rest = lines.pop() ?? ""
          const messages = lines.flatMap(read)
          if (isSkipping) rest = ""
          if (rest.length <= longest) return messages
          const refusal = tooLong(rest, longest)
          isSkipping = true
          rest = ""
          return [...messages, refusal]
        },
      }
    },
  })

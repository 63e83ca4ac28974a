import * as Sse from "@effect/experimental/Sse"

/**
 * UTF-16 units of one event. The text of a message is at most 1 MiB, and JSON writes a unit as six at most; what is
 * larger than this is no part of a reply, and must not fill the memory.
 */
export const maxEventSize = 8_388_608

/** Turns the bytes of a stream of events into what the events say, however the bytes were cut. */
export interface EventReader {
  /** The data of each event that these bytes complete. */
  readonly feed: (bytes: Uint8Array) => ReadonlyArray<string>
  /** The last event, where the stream ended without the empty line behind it. */
  readonly end: () => ReadonlyArray<string>
  /** Whether an event was larger than `maxEventSize`. */
  readonly isTooLarge: () => boolean
}

/**
 * The library's parser is fed line by line: a piece of many lines costs it the square of their number. A carriage return
 * waits for what follows it, which the parser would take for a line of its own.
 */
export const makeEventReader = (): EventReader => {
  const decoder = new TextDecoder()
  let waiting = ""
  let said: Array<string> = []
  let tooLarge = false
  const parser = Sse.makeParser(
    (event) => {
      if (event._tag === "Event") said.push(event.data)
    },
    { maxEventSize },
  )

  const feedText = (text: string): ReadonlyArray<string> => {
    for (let from = 0; from < text.length;) {
      const newline = text.indexOf("\n", from)
      const to = newline === -1 ? text.length : newline + 1
      tooLarge ||= parser.feed(text.slice(from, to)) !== undefined
      from = to
    }
    const now = said
    said = []
    return now
  }

  return {
    feed: (bytes) => {
      const text = waiting + decoder.decode(bytes, { stream: true })
      waiting = text.endsWith("\r") ? "\r" : ""
      return feedText(waiting === "" ? text : text.slice(0, -1))
    },
    end: () => feedText(`${waiting}${decoder.decode()}\n\n`),
    isTooLarge: () => tooLarge,
  }
}

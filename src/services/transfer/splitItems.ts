/** A value of a file of JSON, as text; or why there is none. */
export type Item =
  | { readonly _tag: "Text"; readonly text: string }
  /** It has more bytes than the limit. */
  | { readonly _tag: "TooLarge" }
  /** The file ends in the middle of it. */
  | { readonly _tag: "CutOff" }

/** Bytes of one item, which is held in memory whole: no chat of people comes near it. */
export const maxItemBytes = 64 * 1_048_576

const [quote, backslash, openBracket, closeBracket, openBrace, closeBrace, comma] = Array.from(
  '"\\[]{},',
  (character) => character.charCodeAt(0),
)

const isSpace = (byte: number) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)

/** UTF-8's mark at the beginning of some files. */
const byteOrderMark = [0xef, 0xbb, 0xbf]

/**
 * Cuts the bytes of a file into the elements of its top-level array, or, where it begins with no array, into the values
 * that follow each other in it (JSON lines). Holds one item at a time. Whether an item is JSON is for the reader to see:
 * here only brackets and strings are followed.
 *
 * @param limit bytes of an item, above which it is passed over
 */
export const makeSplitter = (limit = maxItemBytes) => {
  const decoder = new TextDecoder()
  /** Bytes of the present item from earlier pieces. */
  let held: Array<Uint8Array> = []
  let heldBytes = 0
  let passing = false
  /** Open brackets within the item; -1 between two items. */
  let depth = -1
  let inString = false
  let escaped = false
  let isScalar = false
  let inArray = false
  let seen = 0
  let begun = false

  const hold = (piece: Uint8Array) => {
    if (passing || piece.length === 0) return
    heldBytes += piece.length
    if (heldBytes > limit) {
      passing = true
      held = []
    } else held.push(piece)
  }

  const take = (): Item => {
    const item: Item = passing
      ? { _tag: "TooLarge" }
      : {
          _tag: "Text",
          text: held.map((piece) => decoder.decode(piece, { stream: true })).join("") + decoder.decode(),
        }
    held = []
    heldBytes = 0
    passing = false
    depth = -1
    isScalar = false
    return item
  }

  const push = (bytes: Uint8Array): ReadonlyArray<Item> => {
    const items: Array<Item> = []
    let from = 0
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0
      if (inString) {
        if (escaped) escaped = false
        else if (byte === backslash) escaped = true
        else if (byte === quote) {
          inString = false
          if (depth === 0) {
            hold(bytes.subarray(from, at + 1))
            items.push(take())
          }
        }
        continue
      }
      if (depth < 0) {
        if (!begun) {
          if (seen < 3 && byte === byteOrderMark[seen]) {
            seen += 1
            continue
          }
          if (isSpace(byte)) continue
          begun = true
          if (byte === openBracket) {
            inArray = true
            continue
          }
        }
        if (isSpace(byte) || byte === comma || (inArray && byte === closeBracket)) continue
        from = at
        depth = 0
        if (byte === quote) inString = true
        else if (byte === openBrace || byte === openBracket) depth = 1
        else isScalar = true
        continue
      }
      if (isScalar) {
        if (!isSpace(byte) && byte !== comma && byte !== closeBracket && byte !== closeBrace) continue
        hold(bytes.subarray(from, at))
        items.push(take())
      } else if (byte === quote) inString = true
      else if (byte === openBrace || byte === openBracket) depth += 1
      else if (byte === closeBrace || byte === closeBracket) {
        depth -= 1
        if (depth > 0) continue
        hold(bytes.subarray(from, at + 1))
        items.push(take())
      }
    }
    // a copy: whoever gave the bytes may use their place again
    if (depth >= 0) hold(bytes.slice(from))
    return items
  }

  /** The file has ended. */
  const end = (): ReadonlyArray<Item> => {
    if (depth < 0) return []
    const whole = isScalar && !inString
    const last = take()
    inString = false
    return whole ? [last] : [{ _tag: "CutOff" }]
  }

  return { push, end }
}

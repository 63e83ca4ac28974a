import { sha256 } from "@noble/hashes/sha2.js"
import { randomLength, timeOrderedId } from "../../domain/Ids.ts"

/** nanoid's alphabet: any order does, as long as it stays. */
const alphabet = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"

const encoder = new TextEncoder()

/**
 * An id that is always the same for the same names, so that what is imported twice is one thing. 84 bits of SHA-256
 * stand where another id has random ones.
 *
 * @param millis milliseconds since 1970, the same each time
 */
export const derivedId = (millis: number, ...names: ReadonlyArray<string>): string => {
  // as JSON: no two lists of names are the same text
  const digest = sha256(encoder.encode(JSON.stringify(names)))
  return timeOrderedId(
    millis,
    Array.from(digest.subarray(0, randomLength), (byte) => alphabet.charAt(byte & 63)).join(""),
  )
}

import { go } from "fuzzysort"
import type { SnippetPart } from "../../domain/SearchHit.ts"

export interface FuzzyMatch<A> {
  readonly item: A
  readonly parts: ReadonlyArray<SnippetPart>
}

/** The text in pieces, those letters marked that were found. */
const partsOf = (text: string, found: ReadonlyArray<number>): ReadonlyArray<SnippetPart> => {
  const marked = new Set(found)
  const parts: Array<SnippetPart> = []
  // by UTF-16 units, as the places are told in them
  for (let at = 0; at < text.length; at++) {
    const match = marked.has(at)
    const last = parts.at(-1)
    if (last?.match === match) parts[parts.length - 1] = { text: last.text + text.charAt(at), match }
    else parts.push({ text: text.charAt(at), match })
  }
  return parts
}

/** From 0 for a match of scattered letters to 1 for the text itself; below this one nobody meant it. */
const threshold = 0.3

/** Those whose text holds the letters in their order, as they are typed in haste, best first. */
export const fuzzy = <A>(
  sought: string,
  items: ReadonlyArray<A>,
  textOf: (item: A) => string,
  limit: number,
): ReadonlyArray<FuzzyMatch<A>> =>
  go(sought, items, { key: textOf, limit, threshold }).map((it) => ({
    item: it.obj,
    parts: partsOf(it.target, it.indexes),
  }))

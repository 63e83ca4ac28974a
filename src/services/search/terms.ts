/** Letters, digits and the marks on them: what FTS5's unicode61 takes for words. */
const word = /[\p{L}\p{N}\p{Co}\p{M}]+/gu

/** What the index holds of a word: lower case, without diacritics. */
export const fold = (text: string): string => text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase()

/** Words of a search, in order, at most as many as anybody types. */
export const termsOf = (text: string): ReadonlyArray<string> =>
  Array.from(text.slice(0, 1_000).matchAll(word), ([it]) => fold(it)).slice(0, 16)

/**
 * The search as FTS5 reads it: every word must occur, the last one as a beginning. Quoted, so that nothing that is
 * typed can be an operator.
 */
export const matchExpression = (terms: ReadonlyArray<string>): string =>
  terms.map((term, index) => (index === terms.length - 1 ? `"${term}"*` : `"${term}"`)).join(" ")

/** Where one of the terms occurs, in UTF-16 units. */
export interface Occurrence {
  readonly start: number
  readonly end: number
  readonly term: number
}

/** S-1: exactly the words that made the text match, in order of their places. */
export const occurrences = (text: string, terms: ReadonlyArray<string>): ReadonlyArray<Occurrence> => {
  const found: Array<Occurrence> = []
  for (const match of text.matchAll(word)) {
    const folded = fold(match[0])
    const term = terms.findIndex((it, index) =>
      index === terms.length - 1 ? folded.startsWith(it) : folded === it,
    )
    if (term >= 0) found.push({ start: match.index, end: match.index + match[0].length, term })
  }
  return found
}

import type { SnippetPart } from "../../domain/SearchHit.ts"
import { type Occurrence, occurrences } from "./terms.ts"

/** BM25's usual constants: how fast repetition saturates, and how much length counts. */
const k1 = 1.2
const b = 0.75

/** UTF-16 units of a message of ordinary length. */
const usualLength = 400

/** UTF-16 units shown around the best place. */
const snippetLength = 160

/**
 * The part of BM25 that depends on the text alone. Every hit holds every term, so how rare a term is would weigh
 * the same for all of them and is left out: counting that is what makes FTS5's own rank slow on many rows.
 *
 * Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009.
 */
export const score = (text: string, terms: ReadonlyArray<string>): number => {
  const counts = terms.map(() => 0)
  for (const { term } of occurrences(text, terms)) counts[term] = (counts[term] ?? 0) + 1
  const length = 1 - b + (b * text.length) / usualLength
  return counts.reduce((sum, count) => sum + (count * (k1 + 1)) / (count + k1 * length), 0)
}

/** Where the most terms lie close together, a little before the first of them. */
const bestStart = (found: ReadonlyArray<Occurrence>): number => {
  let best = { start: 0, terms: 0 }
  for (const [index, first] of found.entries()) {
    const terms = new Set<number>()
    for (const { end, term } of found.slice(index, index + 32)) {
      if (end - first.start > snippetLength - 40) break
      terms.add(term)
    }
    if (terms.size > best.terms) best = { start: first.start, terms: terms.size }
  }
  return Math.max(0, best.start - 40)
}

/** The neighbouring place between two words, so that neither a word nor a surrogate pair is cut. */
const wordBreak = (text: string, at: number): number => {
  if (at <= 0) return 0
  const space = text.slice(at, at + 30).search(/\s/)
  const place = space < 0 ? at : at + space + 1
  return /[\uDC00-\uDFFF]/.test(text.charAt(place)) ? place + 1 : place
}

/** S-2: the pieces joined are a stretch of the text with line breaks as spaces, and dots where it was cut. */
export const snippet = (text: string, terms: ReadonlyArray<string>): ReadonlyArray<SnippetPart> => {
  const found = occurrences(text, terms)
  const from = wordBreak(text, text.length <= snippetLength ? 0 : bestStart(found))
  const to = Math.min(text.length, wordBreak(text, Math.min(text.length, from + snippetLength)))
  const parts: Array<SnippetPart> = []
  let at = from
  for (const { start, end } of found) {
    if (start < from || end > to) continue
    if (start > at) parts.push({ text: text.slice(at, start), match: false })
    parts.push({ text: text.slice(start, end), match: true })
    at = end
  }
  if (at < to) parts.push({ text: text.slice(at, to), match: false })
  const [dotsBefore, dotsAfter] = [from > 0 ? [dots] : [], to < text.length ? [dots] : []]
  return [...dotsBefore, ...parts, ...dotsAfter].map(({ text: piece, match }) => ({
    text: piece.replaceAll(/\s+/g, " "),
    match,
  }))
}

const dots: SnippetPart = { text: "…", match: false }

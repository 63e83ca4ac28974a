import { escapeHtml } from "./escapeHtml.ts"
import { hljs } from "./languages.ts"

/** UTF-16 units of one block of code that are coloured, at most: 50 thousand take about 60 ms. */
const longest = 50_000

/** And of one whose language is guessed, which costs 30 times as much. */
const longestGuess = 5_000

/** A guess below this is none: two or three words that happen to be keywords. */
const surely = 8

/** UTF-16 units after which a piece of code ends with the line. */
const pieceLength = 1_000

/** Pieces of code that are being written, by language and text. */
const pieces = new Map<string, string>()
const mostPieces = 200

const highlighted = (code: string, language: string): string =>
  hljs.highlight(code, { language, ignoreIllegals: true }).value

const guessed = (code: string): string => {
  if (code.length > longestGuess) return escapeHtml(code)
  const { value, relevance } = hljs.highlightAuto(code)
  return relevance >= surely ? value : escapeHtml(code)
}

/** Cuts lines into pieces; the pieces in order are the text. */
const cutLines = (text: string): ReadonlyArray<string> => {
  const found: Array<string> = []
  let from = 0
  for (;;) {
    const end = text.indexOf("\n", from + pieceLength)
    if (end === -1 || end + 1 === text.length) break
    found.push(text.slice(from, end + 1))
    from = end + 1
  }
  found.push(text.slice(from))
  return found
}

/** How many lines end in a text. */
const lineEnds = (text: string): number => text.split("\n").length - 1

/** Where so many lines from a place end. */
const linesFrom = (text: string, from: number, count: number): number => {
  let end = from
  for (let left = count; left > 0; left--) end = text.indexOf("\n", end) + 1
  return end
}

/**
 * Cuts coloured code where the code itself is cut, so that what was coloured while it was written stays the same. A
 * colour that goes over a cut ends before it and begins again after it.
 */
const cutHighlighted = (html: string, code: string): ReadonlyArray<string> => {
  const open: Array<string> = []
  let from = 0
  const cuts = cutLines(code)
  return cuts.map((source, at) => {
    const end = at === cuts.length - 1 ? html.length : linesFrom(html, from, lineEnds(source))
    const piece = html.slice(from, end)
    from = end
    const before = open.join("")
    for (const [tag] of piece.matchAll(/<span[^>]*>|<\/span>/g)) {
      if (tag === "</span>") open.pop()
      else open.push(tag)
    }
    return `${before}${piece}${"</span>".repeat(open.length)}`
  })
}

const remembered = (code: string, language: string): string => {
  const key = `${language}\n${code}`
  const known = pieces.get(key)
  if (known !== undefined) return known
  if (pieces.size >= mostPieces) pieces.clear()
  const html = highlighted(code, language)
  pieces.set(key, html)
  return html
}

/**
 * A block of code in colours, as HTML in pieces. Without a name its language is guessed. While more is `writing`, each
 * piece is coloured by itself, so that what is there already costs nothing again; nothing is guessed from a beginning.
 */
export const highlight = (
  code: string,
  language: string | undefined,
  writing: boolean,
): ReadonlyArray<string> => {
  const name = language !== undefined && hljs.getLanguage(language) !== undefined ? language : undefined
  if (code.length > longest || (name === undefined && (writing || language !== undefined)))
    return cutLines(code).map(escapeHtml)
  if (name === undefined) return cutHighlighted(guessed(code), code)
  if (!writing) return cutHighlighted(highlighted(code, name), code)
  const lines = cutLines(code)
  return lines.map((piece, at) =>
    at < lines.length - 1 ? remembered(piece, name) : highlighted(piece, name),
  )
}

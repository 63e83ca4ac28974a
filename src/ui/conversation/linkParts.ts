export interface TextPart {
  readonly text: string
  /** Null for plain text. */
  readonly href: string | null
}

const address = /https?:\/\/[^\s<>"'`]+/g

/** Punctuation at the end of an address belongs to the sentence around it, and so does a bracket that it closes. */
const withoutEnd = (found: string) => {
  const trimmed = found.replace(/[.,;:!?]+$/, "")
  return trimmed.includes("(") ? trimmed : trimmed.replace(/[)\]}.,;:!?]+$/, "")
}

/** Splits a text at its web addresses; the parts in order are the text. */
export const linkParts = (text: string): ReadonlyArray<TextPart> => {
  const parts: Array<TextPart> = []
  let end = 0
  for (const match of text.matchAll(address)) {
    const href = withoutEnd(match[0])
    if (!URL.canParse(href)) continue
    if (match.index > end) parts.push({ text: text.slice(end, match.index), href: null })
    parts.push({ text: href, href })
    end = match.index + href.length
  }
  if (end < text.length) parts.push({ text: text.slice(end), href: null })
  return parts
}

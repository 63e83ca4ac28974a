export interface FencedPart {
  readonly text: string
  /** Whether it is a block between fences, which it then includes. */
  readonly isCode: boolean
}

const fences = /^(`{3,})[^`\n]*\n(?:[^]*?\n)??\1`*[ \t]*(?:\n|$)/gm

/** Splits a text at its blocks of code that are closed. A line break before or after one belongs to it. */
export const fencedParts = (text: string): ReadonlyArray<FencedPart> => {
  const parts: Array<FencedPart> = []
  const add = (part: string, isCode: boolean) => {
    if (part !== "") parts.push({ text: part, isCode })
  }
  let end = 0
  for (const match of text.matchAll(fences)) {
    add(text.slice(end, match.index).replace(/\n$/, ""), false)
    add(match[0], true)
    end = match.index + match[0].length
  }
  add(text.slice(end), false)
  return parts
}

import type { TokenizerAndRendererExtension, Tokens } from "marked"
import { escapeHtml } from "./escapeHtml.ts"
import { mathHtml } from "./math.ts"

/** How far a formula is looked for, in UTF-16 units. */
const reach = 12_000

const textOf = (token: Tokens.Generic): string => (typeof token["text"] === "string" ? token["text"] : "")

/** Whether what is read may end within a formula. What was cut out of a text, at the ends of its blocks, does not. */
let mayBeOpen = true

/** Reads something that was cut out of a text at the ends of blocks. */
export const readCut = <A>(read: () => A): A => {
  mayBeOpen = false
  try {
    return read()
  } finally {
    mayBeOpen = true
  }
}

/** What closes the formula that begins here, if one does. */
const closing = (src: string): "$$" | "\\]" | undefined =>
  src.startsWith("$$") ? "$$" : src.startsWith("\\[") ? "\\]" : undefined

/**
 * A formula on lines of its own, between `$$` or `\[` and `\]`. There is no blank line in it: TeX allows none. One that
 * the text ends in is shown as it is written.
 */
const mathBlock: TokenizerAndRendererExtension = {
  name: "mathBlock",
  level: "block",
  start: (src) => {
    const at = src.search(/\n {0,3}(?:\$\$|\\\[)/)
    return at === -1 ? undefined : at + 1
  },
  tokenizer(whole, tokens) {
    const indent = /^ {0,3}/.exec(whole)?.[0].length ?? 0
    const src = whole.slice(indent)
    const end = closing(src)
    if (end === undefined) return undefined
    const blank = src.search(/\n[ \t]*\n/)
    const inside = blank === -1 ? src : src.slice(0, blank)
    const close = inside.indexOf(end, 2)
    if (close === -1) {
      // in a list or a quote, more text would not come into it
      return blank === -1 && mayBeOpen && tokens === this.lexer.tokens
        ? { type: "mathBlock", raw: whole, text: whole, open: true }
        : undefined
    }
    const after = /^[ \t]*(?:\n|$)/.exec(inside.slice(close + 2))
    if (after === null) return undefined
    const raw = whole.slice(0, indent + close + 2 + after[0].length)
    return { type: "mathBlock", raw, text: src.slice(2, close), open: false }
  },
  renderer: (token) =>
    token["open"] === true
      ? `<p>${escapeHtml(textOf(token).trim())}</p>`
      : `<p>${mathHtml(textOf(token), true)}</p>`,
}

const display = /^(?:\$\$((?:(?!\n[ \t]*\n)[^])+?)\$\$|\\\[((?:(?!\n[ \t]*\n)[^])+?)\\\])/
const inline = /^\\\(((?:(?!\n[ \t]*\n)[^])+?)\\\)/
/** No space inside of the dollars and no digit after them, so that prices stay prices. */
const dollars = /^\$(?![\s$])((?:\\[^]|[^\\$\n`])*?)(?<![\s\\])\$(?![\d\p{L}$])/u

const mathInline: TokenizerAndRendererExtension = {
  name: "mathInline",
  level: "inline",
  start: (src) => src.match(/(?<!\\)\$|\\[([]/)?.index,
  tokenizer: (whole) => {
    const src = whole.slice(0, reach)
    const shown = display.exec(src)
    if (shown !== null) {
      return { type: "mathInline", raw: shown[0], text: shown[1] ?? shown[2] ?? "", display: true }
    }
    const found = inline.exec(src) ?? dollars.exec(src)
    return found === null
      ? undefined
      : { type: "mathInline", raw: found[0], text: found[1] ?? "", display: false }
  },
  renderer: (token) => mathHtml(textOf(token), token["display"] === true),
}

export const mathTokens = [mathBlock, mathInline]

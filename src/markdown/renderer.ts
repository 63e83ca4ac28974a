import { Lexer, type Links, Marked, Parser, type Token, type Tokens } from "marked"
import { escapeHtml } from "./escapeHtml.ts"
import { highlight } from "./highlight.ts"
import type { Block } from "./MarkdownWire.ts"
import { mathTokens } from "./mathTokens.ts"
import { rawHtml } from "./rawHtml.ts"

/** UTF-16 units of markdown after which a piece of a list or a table ends. */
const pieceLength = 1_200

/** The page's own headings are of the first two levels. */
const shownLevel = (depth: number) => Math.min(depth + 2, 6)

const languageOf = ({ lang }: Tokens.Code): string | undefined => /^[\w#+.-]+/.exec(lang ?? "")?.[0]

const codeShell = (language: string | undefined) =>
  `<pre><code${language === undefined ? "" : ` class="language-${language.toLowerCase()}"`}>`

const codePieces = (token: Tokens.Code, writing: boolean) =>
  highlight(`${token.text}\n`, languageOf(token)?.toLowerCase(), writing)

const titled = (title: string | null | undefined) =>
  title === null || title === undefined ? "" : ` title="${escapeHtml(title)}"`

const instance = new Marked({
  gfm: true,
  extensions: mathTokens,
  renderer: {
    heading({ tokens, depth }) {
      const level = shownLevel(depth)
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>`
    },
    code: (token) => `${codeShell(languageOf(token))}${codePieces(token, false).join("")}</code></pre>`,
    html: ({ text }) => rawHtml(text),
    listitem(item) {
      return `<li${item.task ? ' class="task"' : ""}>${this.parser.parse(item.tokens)}</li>`
    },
    checkbox: ({ checked }) => (checked ? "☑ " : "☐ "),
    link({ href, title, tokens }) {
      const text = this.parser.parseInline(tokens)
      if (/^(?:https?:|mailto:)/i.test(href)) {
        return `<a href="${escapeHtml(href)}"${titled(title)}>${text}</a>`
      }
      // an address that the page would not follow is shown
      return href === "" ? text : `${text} (${escapeHtml(href)})`
    },
    image: ({ href, title, text, raw }) =>
      /^(?:https?:|data:image\/)/i.test(href)
        ? `<img src="${escapeHtml(href)}" alt="${escapeHtml(text)}"${titled(title)}>`
        : escapeHtml(raw),
  },
})

const parser = new Parser(instance.defaults)

/** Reads markdown, in which these link definitions are known, into tokens. Their `raw` in order is the text. */
export const lex = (text: string, links: Links): ReadonlyArray<Token> => {
  const lexer = new Lexer(instance.defaults)
  Object.assign(lexer.tokens.links, links)
  return lexer.lex(text)
}

/** Puts neighbours together until they are long enough. */
const grouped = <A>(
  all: ReadonlyArray<A>,
  lengthOf: (one: A) => number,
  show: (one: A) => string,
): ReadonlyArray<string> => {
  const pieces: Array<string> = []
  let piece = ""
  let length = 0
  for (const one of all) {
    piece += show(one)
    length += lengthOf(one)
    if (length < pieceLength) continue
    pieces.push(piece)
    piece = ""
    length = 0
  }
  if (piece !== "") pieces.push(piece)
  return pieces
}

const isCode = (token: Token): token is Tokens.Code => token.type === "code"
const isList = (token: Token): token is Tokens.List => token.type === "list"
const isTable = (token: Token): token is Tokens.Table => token.type === "table"

const rowHtml = (cells: ReadonlyArray<Tokens.TableCell>): string =>
  parser.renderer.tablerow({ text: cells.map((cell) => parser.renderer.tablecell(cell)).join("") })

/** One token as a block. `writing`: the text ends in it, and more will come. */
export const renderBlock = (token: Token, key: number, writing: boolean): Block => {
  if (isCode(token)) {
    const shell = `${codeShell(languageOf(token))}</code></pre>`
    return { key, shell, slot: "code", pieces: codePieces(token, writing) }
  }
  if (isList(token)) {
    const start = token.ordered && token.start !== 1 ? ` start="${token.start}"` : ""
    const shell = token.ordered ? `<ol${start}></ol>` : "<ul></ul>"
    const show = (item: Tokens.ListItem) => parser.renderer.listitem(item).trim()
    return { key, shell, slot: "list", pieces: grouped(token.items, ({ raw }) => raw.length, show) }
  }
  if (isTable(token)) {
    const shell = `<table><thead>${rowHtml(token.header)}</thead><tbody></tbody></table>`
    const lengthOf = (row: ReadonlyArray<Tokens.TableCell>) =>
      row.reduce((sum, { text }) => sum + text.length + 3, 0)
    return { key, shell, slot: "rows", pieces: grouped(token.rows, lengthOf, rowHtml) }
  }
  return { key, shell: parser.parse([token]).trim(), slot: "none", pieces: [] }
}

import type { Slot } from "../../markdown/MarkdownWire.ts"
import { decorate } from "./decorate.ts"
import { makeLru } from "./makeLru.ts"
import { sanitize } from "./sanitize.ts"

/** Characters of HTML whose nodes are kept, so that a row that comes back is there at once. */
const kept = makeLru<DocumentFragment>(3_000_000)

/** Rows of a table are read as HTML inside of one only. */
const readRows = (html: string): DocumentFragment => {
  const read = sanitize(`<table><tbody>${html}</tbody></table>`)
  const rows = document.createDocumentFragment()
  rows.append(...(read.querySelector("tbody")?.childNodes ?? []))
  return decorate(rows)
}

const read = (html: string, slot: Slot): DocumentFragment => {
  if (slot === "rows") return readRows(html)
  if (slot !== "code") return decorate(sanitize(html))
  // a box of its own, so that what is laid out stays so. White space at its beginning counts, and would get lost.
  const piece = document.createElement("span")
  piece.className = "piece"
  piece.append(...(sanitize(`<code>${html}</code>`).firstChild?.childNodes ?? []))
  const nodes = document.createDocumentFragment()
  nodes.append(piece)
  return nodes
}

/**
 * The sanitised nodes of a piece of a block; `none` for a shell.
 * @param again whether they may be wanted again: not those of what is still being written
 */
export const blockNodes = (html: string, slot: Slot, again: boolean): DocumentFragment => {
  const key = `${slot} ${html}`
  const known = kept.get(key)
  if (known !== undefined) return document.importNode(known, true)
  const nodes = read(html, slot)
  if (again) kept.set(key, nodes)
  return document.importNode(nodes, true)
}

import { codeName, copyCode, loadImage, showDiagram, tableName, wrapLines } from "./markdownWords.ts"

/** Images in the text itself, of this many characters at most, are shown: the raster formats alone. */
const longestInline = 200_000
const inlineImage = /^data:image\/(?:png|jpeg|gif|webp);base64,/i

const button = (act: string, label: string): HTMLButtonElement => {
  const made = document.createElement("button")
  made.type = "button"
  made.className = "code-button"
  made.dataset["act"] = act
  made.textContent = label
  return made
}

const languageOf = (code: Element): string =>
  Array.from(code.classList)
    .find((name) => name.startsWith("language-"))
    ?.slice("language-".length) ?? ""

/** A name, a button to copy it, and a place of its own to scroll in. */
const decorateCode = (pre: HTMLElement) => {
  const code = pre.querySelector("code")
  if (code === null) return
  const language = languageOf(code)
  const block = document.createElement("div")
  block.className = "code-block"
  block.dir = "ltr"
  const head = document.createElement("div")
  head.className = "code-head"
  const name = document.createElement("span")
  name.className = "code-language"
  name.textContent = language
  const wrap = button("wrap", wrapLines)
  wrap.setAttribute("aria-pressed", "false")
  head.append(
    name,
    ...(language === "mermaid" ? [button("diagram", showDiagram)] : []),
    wrap,
    button("copy", copyCode),
  )
  pre.tabIndex = 0
  pre.setAttribute("role", "group")
  pre.setAttribute("aria-label", codeName(language))
  pre.replaceWith(block)
  block.append(head, pre)
}

const decorateTable = (table: HTMLElement) => {
  const region = document.createElement("div")
  region.className = "table-region"
  region.tabIndex = 0
  region.setAttribute("role", "group")
  region.setAttribute("aria-label", tableName)
  table.replaceWith(region)
  region.append(table)
}

const decorateImage = (image: HTMLImageElement) => {
  const src = image.getAttribute("src") ?? ""
  if (inlineImage.test(src) && src.length <= longestInline) return
  if (!/^https?:/i.test(src) || !URL.canParse(src)) {
    image.replaceWith(image.alt)
    return
  }
  const load = button("image", loadImage(new URL(src).host))
  load.className = "image-button"
  load.dataset["src"] = src
  load.dataset["alt"] = image.alt
  const inLink = image.closest("a")
  if (image.alt !== "")
    load.prepend(Object.assign(document.createElement("span"), { textContent: image.alt }))
  // a button has no place inside of a link
  if (inLink === null) image.replaceWith(load)
  else {
    image.replaceWith(image.alt === "" ? inLink.href : image.alt)
    inLink.after(" ", load)
  }
}

/** Gives sanitised nodes what they are used with. Nothing of it can be written in a message. */
export const decorate = (nodes: DocumentFragment): DocumentFragment => {
  for (const image of nodes.querySelectorAll("img")) decorateImage(image)
  for (const pre of nodes.querySelectorAll("pre")) decorateCode(pre)
  for (const table of nodes.querySelectorAll("table")) decorateTable(table)
  return nodes
}

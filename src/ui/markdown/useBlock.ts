import { chooseDiagram, chooseImage, dismissDiagram, imageOf, placeDiagram, sourceOf } from "./chosen.ts"
import {
  codeCopied,
  copyCode,
  diagramFailed,
  diagramLoading,
  diagramName,
  diagramUnreachable,
  imageFailed,
  showDiagram,
} from "./markdownWords.ts"

/** What blocks need of the page, which they are loaded after. */
export interface PageServices {
  readonly copyText: (text: string, done: () => void) => void
  readonly announce: (text: string) => void
}

const copiedMillis = 1_500

const copy = (button: HTMLElement, block: Element, { copyText }: PageServices) => {
  copyText(sourceOf(block), () => {
    button.textContent = codeCopied
    setTimeout(() => (button.textContent = copyCode), copiedMillis)
  })
}

const wrap = (button: HTMLElement, block: Element) => {
  const wrapped = button.getAttribute("aria-pressed") !== "true"
  button.setAttribute("aria-pressed", String(wrapped))
  block.classList.toggle("wrapped", wrapped)
}

const load = (button: HTMLElement) => {
  const image = imageOf(button)
  image.addEventListener("load", () => chooseImage(button.dataset["src"] ?? ""))
  image.addEventListener("error", () => {
    button.textContent = imageFailed(new URL(image.src).host)
    image.replaceWith(button)
    button.focus()
  })
  button.replaceWith(image)
}

const isDark = () => {
  const theme = document.documentElement.dataset["theme"]
  return theme === undefined ? matchMedia("(prefers-color-scheme: dark)").matches : theme === "dark"
}

const fail = (block: Element, sentence: string) => {
  const line = document.createElement("p")
  line.className = "diagram-failed"
  line.setAttribute("role", "alert")
  line.textContent = sentence
  block.querySelector(".diagram-failed")?.remove()
  block.append(line)
}

const draw = async (button: HTMLElement, block: Element, { announce }: PageServices): Promise<void> => {
  const source = sourceOf(block)
  if (block.classList.contains("drawn")) {
    block.classList.remove("drawn")
    block.querySelector(".diagram")?.remove()
    dismissDiagram(source)
    button.textContent = showDiagram
    return
  }
  if (button.ariaBusy === "true") return
  button.ariaBusy = "true"
  button.textContent = diagramLoading
  const { drawDiagram } = await import("./drawDiagram.ts")
  const drawing = await drawDiagram(source, isDark())
  button.ariaBusy = null
  button.textContent = showDiagram
  if (drawing._tag === "Drawn") {
    placeDiagram(block, chooseDiagram(source, drawing.svg))
    announce(diagramName)
  } else fail(block, drawing._tag === "Faulty" ? diagramFailed(drawing.reason) : diagramUnreachable)
}

/** What the buttons in a message do. One listener for all of them, as blocks come and go. */
export const useBlock = ({ target }: Event, page: PageServices): void => {
  const button = target instanceof Element ? target.closest("button") : null
  if (button?.dataset["act"] === "image") return load(button)
  const block = button?.closest(".code-block")
  if (button === null || block === null || block === undefined) return
  switch (button.dataset["act"]) {
    case "copy":
      return copy(button, block, page)
    case "wrap":
      return wrap(button, block)
    case "diagram":
      return void draw(button, block, page)
  }
}

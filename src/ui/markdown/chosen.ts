import { diagramName, hideDiagram } from "./markdownWords.ts"

/** Images that the person had loaded since the page was opened. They are shown wherever they come again. */
const images = new Set<string>()

/** Addresses of the diagrams that were drawn, by their source. */
const diagrams = new Map<string, string>()

export const chooseImage = (src: string): void => void images.add(src)

export const chooseDiagram = (source: string, svg: string): string => {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }))
  diagrams.set(source, url)
  return url
}

export const dismissDiagram = (source: string): void => {
  URL.revokeObjectURL(diagrams.get(source) ?? "")
  diagrams.delete(source)
}

/** The image that a button stands for. */
export const imageOf = (button: HTMLElement): HTMLImageElement => {
  const image = document.createElement("img")
  image.alt = button.dataset["alt"] ?? ""
  image.referrerPolicy = "no-referrer"
  image.src = button.dataset["src"] ?? ""
  return image
}

/** What `pre` shows, as it was written. */
export const sourceOf = (block: Element): string =>
  (block.querySelector("code")?.textContent ?? "").replace(/\n$/, "")

/** Puts a diagram in the place of its source. */
export const placeDiagram = (block: Element, url: string): void => {
  const image = document.createElement("img")
  image.className = "diagram"
  image.alt = diagramName
  image.src = url
  block.querySelector(".diagram, .diagram-failed")?.remove()
  block.append(image)
  block.classList.add("drawn")
  const button = block.querySelector('[data-act="diagram"]')
  if (button !== null) button.textContent = hideDiagram
}

/** Shows in new nodes what was chosen before. */
export const applyChosen = (nodes: ParentNode): void => {
  if (images.size > 0) {
    for (const button of nodes.querySelectorAll<HTMLElement>(".image-button")) {
      if (images.has(button.dataset["src"] ?? "")) button.replaceWith(imageOf(button))
    }
  }
  if (diagrams.size > 0) {
    for (const button of nodes.querySelectorAll('[data-act="diagram"]')) {
      const block = button.closest(".code-block")
      const url = block === null ? undefined : diagrams.get(sourceOf(block))
      if (block !== null && url !== undefined) placeDiagram(block, url)
    }
  }
}

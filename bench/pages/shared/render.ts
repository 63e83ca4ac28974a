import type { ShownMessage } from "./Side.ts"

/** The least that shows a chat: one element for each message, kept by id, and the layout done. */
export const makeList = (parent: HTMLElement) => {
  const elements = new Map<string, HTMLElement>()
  return (rows: ReadonlyArray<ShownMessage>) => {
    const wanted = new Set(rows.map(({ id }) => id))
    for (const [id, element] of elements) {
      if (wanted.has(id)) continue
      element.remove()
      elements.delete(id)
    }
    for (const { id, content } of rows) {
      if (elements.has(id)) continue
      const element = document.createElement("article")
      element.textContent = content
      elements.set(id, element)
      parent.append(element)
    }
    parent.getBoundingClientRect()
  }
}

/** A text as a quote in markdown, with room to answer below it. */
export const quoted = (text: string): string =>
  `${text
    .trim()
    .split(/\r\n|\r|\n/)
    .map((line) => (line === "" ? ">" : `> ${line}`))
    .join("\n")}\n\n`

/** What is selected in an element, if all that is selected is in it. Empty if nothing is. */
export const selectionIn = (element: Element | undefined): string => {
  const selection = getSelection()
  if (selection === null || selection.isCollapsed || element === undefined) return ""
  const { anchorNode, focusNode } = selection
  return element.contains(anchorNode) && element.contains(focusNode) ? selection.toString() : ""
}

/** What an element shows, as it is copied by hand: without the buttons in it. The selection stays as it was. */
export const shownText = (element: Element): string => {
  const selection = getSelection()
  if (selection === null) return element.textContent ?? ""
  const ranges = Array.from({ length: selection.rangeCount }, (_, at) => selection.getRangeAt(at))
  selection.selectAllChildren(element)
  const text = selection.toString()
  selection.removeAllRanges()
  for (const range of ranges) selection.addRange(range)
  return text.trim()
}

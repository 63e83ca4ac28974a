/** The parts of the page, in the order in which they are read, and what in each takes the focus first. */
const landmarks: ReadonlyArray<readonly [part: string, first: string]> = [
  [".sidebar", ".chat-row.current .chat-link, .sidebar-button"],
  [".banner", "button, a"],
  [".settings-nav", ".current, a"],
  [".settings-body", "a, button, input, select, textarea, [tabindex]"],
  [".thread-scroller", ""],
  [".composer", "textarea"],
]

const isShown = (element: Element) => element.checkVisibility({ visibilityProperty: true })

/** Brings the focus to the next part of the page, or to the one before, round and round. */
export const cycleLandmarks = (step: -1 | 1): void => {
  const parts = landmarks.flatMap(([part, first]) => {
    const element = document.querySelector<HTMLElement>(part)
    if (element === null || !isShown(element)) return []
    const focus = first === "" ? element : [...element.querySelectorAll<HTMLElement>(first)].find(isShown)
    return focus === undefined ? [] : [{ element, focus }]
  })
  if (parts.length === 0) return
  const here = parts.findIndex(({ element }) => element.contains(document.activeElement))
  const next = here === -1 && step === -1 ? -1 : (here + step) % parts.length
  parts.at(next)?.focus.focus()
}

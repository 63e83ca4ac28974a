import { createSignal } from "solid-js"

const [text, setText] = createSignal("")

/** What the page's one polite live region says. */
export const announcement = text

/** Milliseconds between two sentences: faster ones cut each other off, and nobody can follow them. */
const gap = 1_000

/** Milliseconds for which the region is empty in between: the same sentence twice is only spoken again then. */
const pause = 50

let spokenAt = Number.NEGATIVE_INFINITY
let next: ReturnType<typeof setTimeout> | undefined

/** Tells people who do not see the screen what has just happened. What is still to be said gives way to what is newer. */
export const announce = (sentence: string): void => {
  clearTimeout(next)
  const wait = Math.max(0, spokenAt + gap - Date.now())
  next = setTimeout(() => {
    setText("")
    next = setTimeout(() => {
      spokenAt = Date.now()
      setText(sentence)
    }, pause)
  }, wait)
}

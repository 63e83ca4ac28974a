import { createSignal } from "solid-js"

const [text, setText] = createSignal("")

/** What the page's one polite live region says. */
export const announcement = text

/** Tells people who do not see the screen what has just happened. */
export const announce = (sentence: string): void => {
  // the same sentence twice is only spoken again when the region was empty in between
  setText("")
  setTimeout(() => setText(sentence), 50)
}

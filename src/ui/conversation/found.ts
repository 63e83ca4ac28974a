import { createSignal } from "solid-js"
import type { MessageId } from "../../domain/Ids.ts"
import type { SearchHit } from "../../domain/SearchHit.ts"

interface Found {
  readonly messageId: MessageId
  /** As they stand in the text. */
  readonly words: ReadonlyArray<string>
}

const [found, setFound] = createSignal<Found | null>(null)

/** Remembers what a search found in a message, for when that is shown. */
export const noteFound = ({ messageId, snippet }: SearchHit): void => {
  const words = new Set(snippet.filter(({ match }) => match).map(({ text }) => text))
  setFound(messageId === null ? null : { messageId, words: [...words] })
}

const name = "found"

const rangesIn = (element: Element, words: ReadonlyArray<string>): ReadonlyArray<Range> => {
  const ranges: Array<Range> = []
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = node.textContent ?? ""
    for (const word of words) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
        const range = new Range()
        range.setStart(node, at)
        range.setEnd(node, at + word.length)
        ranges.push(range)
      }
    }
  }
  return ranges
}

/** Marks what was found in the message, without changing what is in the page. Browsers that cannot do it leave it out. */
export const markFound = (messageId: MessageId, element: Element): void => {
  const { highlights } = CSS
  const now = found()
  if (highlights === undefined || now?.messageId !== messageId) return
  highlights.set(name, new Highlight(...rangesIn(element, now.words)))
}

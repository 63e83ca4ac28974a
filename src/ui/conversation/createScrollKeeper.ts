import { type Accessor, createSignal } from "solid-js"

/** Nearer than this to the end counts as at the end. */
const endMargin = 48

/** Nearer than this to an edge, more is loaded. */
const loadMargin = 800

export interface ScrollKeeper {
  readonly atEnd: Accessor<boolean>
  readonly toEnd: () => void
  /** Goes to the end again if the reader was there: for when rows were added or measured. */
  readonly keep: () => void
  /** From here on the reader is somewhere else than at the end. */
  readonly release: () => void
  readonly onScroll: () => void
}

/** Stays at the end while the reader is there and never pulls them down from anywhere else. */
export const createScrollKeeper = (
  scroller: () => HTMLElement | undefined,
  nearStart: () => void,
  nearEnd: () => void,
): ScrollKeeper => {
  const [atEnd, setAtEnd] = createSignal(true)
  let last = 0

  const toEnd = () => {
    const element = scroller()
    if (element === undefined) return
    setAtEnd(true)
    element.scrollTop = element.scrollHeight
    last = element.scrollTop
  }
  const onScroll = () => {
    const element = scroller()
    if (element === undefined) return
    const { scrollTop, scrollHeight, clientHeight } = element
    const left = scrollHeight - clientHeight - scrollTop
    // only moving up leaves the end: rows that grow below do not
    if (left <= endMargin) setAtEnd(true)
    else if (scrollTop < last) setAtEnd(false)
    last = scrollTop
    if (scrollTop < loadMargin) nearStart()
    if (left < loadMargin) nearEnd()
  }
  return {
    atEnd,
    toEnd,
    keep: () => {
      if (atEnd()) toEnd()
    },
    release: () => setAtEnd(false),
    onScroll,
  }
}

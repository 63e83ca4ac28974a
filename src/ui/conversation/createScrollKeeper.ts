import { type Accessor, createSignal } from "solid-js"
import type { QuestionRoom } from "./createQuestionRoom.ts"

/** Nearer than this to the end counts as at the end. */
const endMargin = 48

/** A scroll within this time of a touch is the reader's own. */
const intentMillis = 400

/** Nearer than this to an edge, more is loaded. */
const loadMargin = 800

export interface ScrollKeeper {
  readonly atEnd: Accessor<boolean>
  readonly toEnd: () => void
  /** Goes to the end again if the reader was there: for when rows were added or measured. */
  readonly keep: () => void
  /** From here on the reader is somewhere else than at the end. */
  readonly release: () => void
  /** From here on the reader is at the end. */
  readonly hold: () => void
  readonly onScroll: () => void
  /** The reader's hand is on the wheel, the keys or the glass. */
  readonly touch: () => void
}

interface Surroundings {
  readonly scroller: () => HTMLElement | undefined
  readonly room: QuestionRoom
  /** Whether the reader wants to stay where they are for now. */
  readonly isStill: () => boolean
  readonly nearStart: () => void
  readonly nearEnd: () => void
}

/** Stays at the end while the reader is there and never pulls them down from anywhere else. */
export const createScrollKeeper = ({
  isStill,
  nearEnd,
  nearStart,
  room,
  scroller,
}: Surroundings): ScrollKeeper => {
  const [atEnd, setAtEnd] = createSignal(true)
  let lastTop = 0
  let lastHeight = 0
  let frame = 0
  let touched = Number.NEGATIVE_INFINITY

  const toEnd = () => {
    const element = scroller()
    if (element === undefined) return
    setAtEnd(true)
    lastHeight = element.scrollHeight
    element.scrollTop = lastHeight
    lastTop = element.scrollTop
  }
  const onScroll = () => {
    const element = scroller()
    if (element === undefined) return
    const { scrollTop, scrollHeight, clientHeight } = element
    const left = scrollHeight - clientHeight - scrollTop
    // only the reader leaves the end: rows that are measured or added move it away from under them
    if (left <= endMargin) setAtEnd(true)
    else if (
      scrollTop < lastTop &&
      (scrollHeight === lastHeight || performance.now() - touched < intentMillis)
    )
      setAtEnd(false)
    lastTop = scrollTop
    lastHeight = scrollHeight
    if (scrollTop < loadMargin) nearStart()
    if (left < loadMargin) nearEnd()
  }
  const settle = () => {
    const left = room.fit()
    if (!atEnd()) return
    // what comes from here on is read from the question on
    if (left === "full") {
      room.place()
      setAtEnd(false)
    } else if (!isStill()) toEnd()
    else onScroll()
  }
  return {
    atEnd,
    toEnd,
    keep: () => {
      cancelAnimationFrame(frame)
      // where things are is only known once the frame is laid out; to ask sooner would hold up what was just sent
      frame = requestAnimationFrame(settle)
    },
    touch: () => {
      touched = performance.now()
    },
    release: () => setAtEnd(false),
    hold: () => setAtEnd(true),
    onScroll,
  }
}

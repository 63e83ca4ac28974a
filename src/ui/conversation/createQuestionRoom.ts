import type { MessageId } from "../../domain/Ids.ts"

/** Pixels between the top of the view and the question. */
const above = 16

/** A question that takes more of the view than this stays where it is. */
const tallest = 0.6

export interface QuestionRoom {
  /** This one goes to the top of the view. */
  readonly ask: (question: MessageId) => void
  readonly leave: () => void
  /**
   * Makes what is below the conversation as high as the question needs to be at the top. To be called when something was
   * laid out anew.
   *
   * @returns `full` once the reply has filled the view, `none` without a question
   */
  readonly fit: () => "room" | "full" | "none"
  /** Puts the question where the room would have: of a reply that fills the view at once, no room was ever made. */
  readonly place: () => void
}

/** Room below a question for a reply that is still to come, so that it is read from its beginning. */
export const createQuestionRoom = (
  scroller: () => HTMLElement | undefined,
  end: () => HTMLElement | undefined,
): QuestionRoom => {
  let question: MessageId | undefined
  const give = (pixels: number) => {
    const element = end()
    if (element !== undefined) element.style.minHeight = pixels === 0 ? "" : `${pixels}px`
  }
  const rowIn = (view: HTMLElement) => view.querySelector(`[data-message="${question}"]`)
  const leave = () => {
    question = undefined
    give(0)
  }
  const fit = () => {
    const view = scroller()
    const below = end()
    if (question === undefined || view === undefined || below === undefined) return "none"
    const row = rowIn(view)
    if (row === null) {
      // scrolled away from, and so not in the page: be it by the reader, or by a room that is too large since the window
      // has another size
      give(0)
      return "room"
    }
    const { height, top } = row.getBoundingClientRect()
    if (height > view.clientHeight * tallest) {
      leave()
      return "none"
    }
    const room = view.clientHeight - above - (below.getBoundingClientRect().top - top)
    give(Math.max(0, Math.floor(room)))
    return room > 0 ? "room" : "full"
  }
  const place = () => {
    const view = scroller()
    const row = view && rowIn(view)
    if (view && row)
      view.scrollTop += row.getBoundingClientRect().top - view.getBoundingClientRect().top - above
  }
  return { ask: (id) => void (question = id), leave, fit, place }
}

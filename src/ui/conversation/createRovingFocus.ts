import { type Accessor, createEffect, createSignal, on } from "solid-js"
import type { MessageId } from "../../domain/Ids.ts"

interface Rows {
  readonly scroller: () => HTMLElement | undefined
  readonly ids: Accessor<ReadonlyArray<MessageId>>
  /** Brings a row into the page and into view. */
  readonly show: (at: number) => void
}

export interface RovingFocus {
  /** The message that has the focus, or had it last: what a command for a message is for. */
  readonly current: Accessor<MessageId | null>
  /** Its place, which stays in the page; -1 without one. */
  readonly at: Accessor<number>
  readonly note: (at: number) => void
  readonly move: (step: -1 | 1) => void
  readonly focus: (at: number) => void
  readonly onKeyDown: (event: KeyboardEvent) => void
}

/** Tries in a few frames: a row that was far away is only made when the list has scrolled to it. */
const frames = 12

/** One message of the thread has the focus, and the arrows carry it on. */
export const createRovingFocus = (rows: Rows): RovingFocus => {
  const [current, setCurrent] = createSignal<MessageId | null>(null)
  const at = () => {
    const id = current()
    return id === null ? -1 : rows.ids().indexOf(id)
  }
  const articleAt = (index: number) =>
    rows.scroller()?.querySelector<HTMLElement>(`[data-row="${index}"] article`) ?? null

  const focus = (index: number) => {
    const id = rows.ids()[index]
    if (id === undefined) return
    setCurrent(id)
    rows.show(index)
    let left = frames
    const take = () => {
      const article = current() === id ? articleAt(rows.ids().indexOf(id)) : null
      if (article !== null) {
        article.tabIndex = -1
        article.focus({ preventScroll: true })
        article.scrollIntoView({ block: "nearest" })
      } else if (current() === id && left-- > 0) {
        requestAnimationFrame(take)
      }
    }
    take()
  }
  createEffect(
    on(rows.ids, (ids, before = []) => {
      const id = current()
      if (id === null || ids.includes(id)) return
      const place = before.indexOf(id)
      // it was deleted, or another version took its place: so does its focus
      if (place !== -1 && document.activeElement === document.body) focus(Math.min(place, ids.length - 1))
      else setCurrent(null)
    }),
  )
  /** The first or the last message that is in view. */
  const inView = (step: -1 | 1) => {
    const box = rows.scroller()?.getBoundingClientRect()
    if (box === undefined) return -1
    const shown = [...(rows.scroller()?.querySelectorAll<HTMLElement>("[data-row]") ?? [])].filter((row) => {
      const { bottom, top } = row.getBoundingClientRect()
      return bottom > box.top + 1 && top < box.bottom - 1
    })
    return Number(shown.at(step === 1 ? 0 : -1)?.dataset["row"] ?? -1)
  }
  const hasFocus = () => {
    const article = articleAt(at())
    return article !== null && article.contains(document.activeElement)
  }
  const move = (step: -1 | 1) => {
    const next = hasFocus() ? at() + step : inView(step)
    if (next >= 0 && next < rows.ids().length) focus(next)
  }
  /** Whether there is more of the message in this direction, to be scrolled to first. */
  const goesOn = (article: Element, step: -1 | 1) => {
    const box = rows.scroller()?.getBoundingClientRect()
    const { bottom, top } = article.getBoundingClientRect()
    return box !== undefined && (step === 1 ? bottom > box.bottom + 1 : top < box.top - 1)
  }
  return {
    current,
    at,
    note: (index) => setCurrent(rows.ids()[index] ?? null),
    move,
    focus,
    onKeyDown: (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return
      if (!(event.target instanceof Element) || !event.target.matches("article")) return
      const step = event.key === "ArrowDown" ? 1 : -1
      if (goesOn(event.target, step)) return
      event.preventDefault()
      move(step)
    },
  }
}

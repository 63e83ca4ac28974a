import { type Accessor, createEffect, on, onCleanup } from "solid-js"
import type { Block, Rendered } from "../../markdown/MarkdownWire.ts"
import { openMarkdown } from "./markdownWorker.ts"
import { keepRendered } from "./renderedTexts.ts"

/** Milliseconds between two renderings while nobody looks. */
const hiddenMillis = 100

/** After a rendering that took the page long, it rests for so many times as long. */
const restFactor = 4

interface View {
  /** The first `keep` blocks stay. */
  readonly show: (keep: number, blocks: ReadonlyArray<Block>, writing: boolean) => void
  /** The text has to be shown as it is written. */
  readonly fail: () => void
}

const startsWith = (text: string, start: string) => text.length >= start.length && text.startsWith(start)

/**
 * Has a text rendered, and again as it changes: at most once per frame, and not before the last answer has come and
 * been shown, so that of many changes the newest alone counts.
 */
export const createRendering = (
  text: Accessor<string>,
  writing: Accessor<boolean>,
  view: View,
  /** What is shown already; empty if nothing is. */
  shown: string,
): void => {
  /** What was asked for last. */
  let sent = shown
  let sentWriting = false
  let asking = false
  /** Takes back the next rendering, if one is planned. */
  let cancel: (() => void) | undefined
  let blocks: ReadonlyArray<Block> = []
  let rest = 0

  const isCurrent = () => text() === sent && writing() === sentWriting

  const ask = () => {
    cancel = undefined
    if (asking) return
    const next = text()
    // what had ended is not kept there
    const append = sentWriting && startsWith(next, sent)
    asking = line.render(append ? next.slice(sent.length) : next, append, writing())
    if (!asking) return view.fail()
    sent = next
    sentWriting = writing()
    return undefined
  }
  const schedule = () => {
    // not anew with each change, or a text that never rests would not be shown
    if (cancel !== undefined) return
    if (document.hidden || rest > hiddenMillis) {
      const timer = setTimeout(ask, Math.max(rest, hiddenMillis))
      cancel = () => clearTimeout(timer)
    } else {
      const frame = requestAnimationFrame(ask)
      cancel = () => cancelAnimationFrame(frame)
    }
  }
  const rendered = ({ keep, blocks: changed }: Rendered) => {
    asking = false
    blocks = [...blocks.slice(0, keep), ...changed]
    if (!sentWriting) keepRendered(sent, blocks)
    const began = performance.now()
    view.show(keep, changed, sentWriting)
    rest = (performance.now() - began) * restFactor
    if (!isCurrent()) schedule()
  }
  const line = openMarkdown({
    rendered,
    lost: (again) => {
      asking = false
      sent = ""
      sentWriting = false
      blocks = []
      view.fail()
      if (again) schedule()
    },
  })
  createEffect(
    on([text, writing], () => {
      if (asking || isCurrent()) return
      if (sent === "") ask()
      else schedule()
    }),
  )
  onCleanup(() => {
    cancel?.()
    line.close()
  })
}

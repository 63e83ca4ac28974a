import { createRoot, createSignal } from "solid-js"
import "../../src/ui/styles/layers.css"
import "../../src/ui/styles/tokens.css"
import "../../src/ui/styles/base.css"
import "../../src/ui/conversation/message.css"
import "../../src/ui/markdown/code.css"
import "../../src/ui/markdown/markdown.css"
import { createRendering } from "../../src/ui/markdown/createRendering.ts"
import { makeBlocksView } from "../../src/ui/markdown/makeBlocksView.ts"

interface Measured {
  /** Milliseconds of each flush: sanitising, nodes, layout. */
  readonly flushes: ReadonlyArray<number>
  /** Milliseconds of tasks that took 50 or more. */
  readonly longTasks: ReadonlyArray<number>
}

/** Milliseconds between two additions, and characters of each: ten times as fast as a fast model. */
const every = 5
const added = 20

/** Shows a text that grows as a conversation does, and measures what each flush takes on the page. */
const stream = (text: string): Promise<Measured> =>
  new Promise((resolve) =>
    createRoot((dispose) => {
      const root = document.createElement("div")
      root.className = "message-text markdown"
      document.querySelector("#answer")?.replaceChildren(root)
      const view = makeBlocksView(root, { copyText: () => {}, announce: () => {} })
      const flushes: Array<number> = []
      const longTasks: Array<number> = []
      const observer = new PerformanceObserver((list) =>
        longTasks.push(...list.getEntries().map(({ duration }) => duration)),
      )
      observer.observe({ type: "longtask" })
      const [shown, setShown] = createSignal("")
      const [writing, setWriting] = createSignal(true)
      createRendering(
        shown,
        writing,
        {
          show: (keep, blocks, isWriting) => {
            const began = performance.now()
            view.show(keep, blocks, isWriting)
            void root.offsetHeight
            flushes.push(performance.now() - began)
            if (isWriting) return
            setTimeout(() => {
              observer.disconnect()
              dispose()
              resolve({ flushes, longTasks })
            }, 100)
          },
          fail: () => {
            throw new Error("The worker is lost.")
          },
        },
        "",
      )
      const timer = setInterval(() => {
        setShown(text.slice(0, shown().length + added))
        if (shown().length < text.length) return
        clearInterval(timer)
        setWriting(false)
      }, every)
    }),
  )

declare global {
  interface Window {
    stream: typeof stream
  }
}

window.stream = stream

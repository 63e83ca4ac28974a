import { createComputed, Index, on } from "solid-js"
import { createStore } from "solid-js/store"

/** UTF-16 units after which a block ends at the next line break. */
const blockLength = 1_000

/** And after which it ends at a space, where a model breaks no line for so long. */
const longestBlock = 6_000

/** Where the block that begins here ends; -1 while it is open. */
const endOf = (text: string, from: number): number => {
  const line = text.indexOf("\n", from + blockLength)
  if (line !== -1 && line - from <= longestBlock) return line
  return text.length - from > longestBlock ? text.lastIndexOf(" ", from + longestBlock) : -1
}

interface Blocks {
  /** Never changed again, so the browser lays them out once. */
  settled: Array<string>
  length: number
  open: string
}

/** A text that grows. Only its last block changes, so a long one costs no more per word than a short one. */
export const StreamingText = (props: { readonly text: string; readonly busy: boolean }) => {
  const [blocks, setBlocks] = createStore<Blocks>({ settled: [], length: 0, open: "" })
  createComputed(
    on(
      () => props.text,
      (text) => {
        let from = blocks.length
        if (text.length < from) {
          setBlocks({ settled: [], length: 0, open: "" })
          from = 0
        }
        for (;;) {
          const end = endOf(text, from)
          if (end <= from) break
          const block = text.slice(from, end)
          setBlocks("settled", blocks.settled.length, block)
          from = end + 1
        }
        setBlocks({ length: from, open: text.slice(from) })
      },
    ),
  )
  return (
    <div class="message-text" dir="auto" classList={{ writing: props.busy }}>
      <Index each={blocks.settled}>{(block) => <div class="message-block">{block()}</div>}</Index>
      <div class="message-block">{blocks.open}</div>
    </div>
  )
}

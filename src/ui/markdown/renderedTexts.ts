import type { Block } from "../../markdown/MarkdownWire.ts"
import { makeLru } from "./makeLru.ts"
import { openMarkdown } from "./markdownWorker.ts"

/** The blocks of texts that were rendered, as they came from the worker: so many characters of text. */
const rendered = makeLru<ReadonlyArray<Block>>(4_000_000)

export const renderedText = (text: string): ReadonlyArray<Block> | undefined => rendered.get(text)

export const keepRendered = (text: string, blocks: ReadonlyArray<Block>): void => rendered.set(text, blocks)

const asked = new Set<string>()

/** Has a text ready before it comes into view, so that it need not change its height there. */
export const prerender = (text: string): void => {
  if (text === "" || asked.has(text) || rendered.get(text) !== undefined) return
  asked.add(text)
  const done = () => {
    asked.delete(text)
    line.close()
  }
  const line = openMarkdown({
    rendered: ({ blocks }) => {
      rendered.set(text, blocks)
      done()
    },
    lost: done,
  })
  if (!line.render(text, false, false)) done()
}

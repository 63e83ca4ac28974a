import { type GrowingDocument, makeDocument } from "./GrowingDocument.ts"
import type { FromMarkdown, Render, ToMarkdown } from "./MarkdownWire.ts"
import { loadMath, wantsMath } from "./math.ts"

/** The worker that makes HTML of markdown. It has no data, no network and no page: a text in, HTML out. */
const growing = new Map<number, GrowingDocument>()

const send = (message: FromMarkdown) => postMessage(message)

const render = async ({ id, append, text, writing }: Render): Promise<void> => {
  const known = append ? growing.get(id) : undefined
  const document = known ?? makeDocument()
  if (writing) growing.set(id, document)
  else growing.delete(id)
  try {
    let change = document.add(text, writing)
    if (wantsMath()) {
      await loadMath()
      change = document.whole(writing)
    }
    send({ _tag: "Rendered", id, ...change })
  } catch {
    growing.delete(id)
    send({ _tag: "NotRendered", id })
  }
}

/** One after the other: what follows a first formula waits until that can be set. */
let queue = Promise.resolve()

onmessage = ({ data }: MessageEvent<ToMarkdown>) => {
  queue = queue.then(() => {
    if (data._tag === "Render") return render(data)
    growing.delete(data.id)
    return undefined
  })
}

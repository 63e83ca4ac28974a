import type { FromMarkdown, Rendered, ToMarkdown } from "../../markdown/MarkdownWire.ts"
import { scriptUrl } from "../client/trustedScripts.ts"

interface Listener {
  readonly rendered: (message: Rendered) => void
  /** No answer will come. `again`: another worker can be asked, from the beginning. */
  readonly lost: (again: boolean) => void
}

/** After so many workers that failed, texts are shown as they are written. */
const mostWorkers = 3

const listeners = new Map<number, Listener>()
let worker: Worker | undefined
let started = 0
let lastId = 0

const lose = () => {
  worker?.terminate()
  worker = undefined
  for (const { lost } of Array.from(listeners.values())) lost(started < mostWorkers)
}

const start = (): Worker | undefined => {
  if (worker !== undefined || started >= mostWorkers) return worker
  started++
  try {
    worker = new Worker(scriptUrl("markdown"), { type: "module", name: "markdown" })
  } catch {
    return undefined
  }
  worker.onmessage = ({ data }: MessageEvent<FromMarkdown>) => {
    const listener = listeners.get(data.id)
    if (data._tag === "Rendered") listener?.rendered(data)
    else listener?.lost(false)
  }
  worker.onerror = lose
  return worker
}

/** Lets the worker load before the first message asks for it. */
export const prepareMarkdown = (): void => void start()

/** A line to the worker for one message. */
export const openMarkdown = (listener: Listener) => {
  const id = ++lastId
  listeners.set(id, listener)
  const send = (message: ToMarkdown) => worker?.postMessage(message)
  return {
    /** False where there is no worker. */
    render: (text: string, append: boolean, writing: boolean): boolean => {
      if (start() === undefined) return false
      send({ _tag: "Render", id, append, text, writing })
      return true
    },
    close: () => {
      listeners.delete(id)
      send({ _tag: "Forget", id })
    },
  } as const
}

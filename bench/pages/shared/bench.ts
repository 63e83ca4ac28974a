import type { Line, Plan } from "./measure.ts"
import type { Side } from "./Side.ts"

interface Extras {
  /** What is wrong with the product's database. */
  readonly problems?: () => Promise<ReadonlyArray<string>>
  readonly dump?: () => Promise<ReadonlyArray<string>>
  readonly seed?: (messages: number) => Promise<void>
  readonly close?: () => Promise<void>
}

/** What the runner drives. */
interface Bench extends Extras {
  /** Milliseconds from the navigation to the first answer. */
  readonly opened: Promise<number>
  readonly chatIds: (count: number) => Promise<ReadonlyArray<string>>
  readonly measure: (line: Line, plan: Plan) => Promise<ReadonlyArray<number>>
}

declare global {
  interface Window {
    bench: Bench | undefined
    /** Left by the runner before the page loads. */
    readonly benchSettings: { readonly schema: ReadonlyArray<string>; readonly folder: string } | undefined
  }
}

const firstRows = 50

/**
 * The first question is asked as the page loads, as the application's is: the list of chats, or the newest messages
 * of the chat that the address names. What measures comes afterwards, so that no side opens later because of it.
 */
export const offer = (side: Side, extras: Extras = {}) => {
  const params = new URLSearchParams(location.search)
  const chat = params.get("chat")
  const first = chat === null ? side.chatList(firstRows) : side.newest(chat, firstRows)
  const opened = first.then(() => performance.now())

  const tools = opened
    .then(() => import("./measure.ts"))
    .then(({ makeTools }) => makeTools(side, Number(params.get("messages") ?? 100)))
  window.bench = {
    ...extras,
    opened,
    chatIds: async (count) => (await tools).chatIds(count),
    measure: async (line, plan) => (await tools).measures[line](plan),
  }
}

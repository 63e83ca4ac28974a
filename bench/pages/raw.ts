import type { Answer, Operation, Request, Rows } from "./raw/Protocol.ts"
import { rawFolder } from "./raw/settings.ts"
import { offer } from "./shared/bench.ts"
import type { ShownMessage, Side } from "./shared/Side.ts"

const worker = new Worker(new URL("./raw/worker.ts", import.meta.url), { type: "module" })

interface Waiting {
  readonly resolve: (rows: Rows) => void
  readonly reject: (cause: Error) => void
}

const waiting = new Map<number, Waiting>()
let nextId = 0
let onWatched: (rows: Rows) => void = () => undefined

worker.onmessage = ({ data }: MessageEvent<Answer>) => {
  if ("watched" in data) return onWatched(data.watched)
  const call = waiting.get(data.id)
  waiting.delete(data.id)
  if ("error" in data) call?.reject(new Error(data.error))
  else call?.resolve(data.rows)
}

const ask = (operation: Operation): Promise<Rows> =>
  new Promise((resolve, reject) => {
    const id = nextId++
    waiting.set(id, { resolve, reject })
    const request: Request = { id, operation }
    worker.postMessage(request)
  })

/** One row more than was asked for tells whether there are more. */
const count = async (operation: Operation & { readonly limit: number }) =>
  Math.min(operation.limit, (await ask(operation)).length)

const shown = (rows: Rows): ReadonlyArray<ShownMessage> =>
  rows.map((row) => ({ id: String(row[0]), content: String(row[4]) })).toReversed()

const side: Side = {
  chatList: (limit) => count({ op: "chatList", limit }),
  newest: (chatId, limit) => count({ op: "newest", chatId, limit }),
  search: (text, limit) => count({ op: "search", text, limit }),
  add: async (messages) => {
    await ask({ op: "add", messages })
  },
  watch: (chatId, limit, onRows) => {
    onWatched = (rows) => onRows(shown(rows.slice(0, limit)))
    void ask({ op: "watch", chatId, limit })
    return () => void ask({ op: "unwatch" })
  },
  floors: {
    ping: () => ask({ op: "ping" }),
    prepare: () => ask({ op: "prepareBare" }),
    addBare: (message) => ask({ op: "addBare", message }),
    newestByIndex: (chatId, limit) => ask({ op: "newestByIndex", chatId, limit }),
    searchUnranked: (text, limit) => ask({ op: "searchUnranked", text, limit }),
  },
}

// the product finds its schema in its own code; here the runner leaves it, and the folder, before the page loads
const { schema, folder } = window.benchSettings ?? { schema: [], folder: rawFolder }
const opened = ask({ op: "open", folder, schema })
opened.catch(reportError)

offer(side, {
  dump: async () => (await ask({ op: "dump" })).flat().map(String),
  seed: async (messages) => {
    await ask({ op: "seed", messages })
  },
  close: async () => {
    await ask({ op: "close" })
  },
})

import type { FromServerEncoded, RequestEncoded } from "@effect/rpc/RpcMessage"

interface Entry {
  readonly request: RequestEncoded
  sent: boolean
}

/**
 * Streams that are pieces of one whole. A new leader would begin again in the middle of what was received, so they
 * fail instead and the person asks once more. Every other stream's elements are snapshots.
 */
const piecewise = new Set([
  "debug.exportSqlite",
  "debug.exportJson",
  "storage.exportRaw",
  "storage.exportChats",
  "transfer.export",
])

const lost = (requestId: string): FromServerEncoded => ({
  _tag: "Exit",
  requestId,
  exit: {
    _tag: "Failure",
    cause: { _tag: "Fail", error: { _tag: "WorkerDied", detail: "while sending a file" } },
  },
})

/** The requests that have no answer yet, kept so that the next leader can be asked again. */
export const makeInFlight = (
  post: (request: RequestEncoded) => boolean,
  deliver: (message: FromServerEncoded) => void,
) => {
  const entries = new Map<string, Entry>()
  return {
    add: (request: RequestEncoded) => {
      const entry = { request, sent: false }
      entries.set(request.id, entry)
      entry.sent = post(request)
    },
    remove: (requestId: string) => entries.delete(requestId),
    sendAgain: () => {
      for (const [requestId, entry] of entries) {
        if (entry.sent && piecewise.has(entry.request.tag)) {
          entries.delete(requestId)
          deliver(lost(requestId))
        } else {
          entry.sent = post(entry.request)
        }
      }
    },
  }
}

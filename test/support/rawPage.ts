import type { FromServerEncoded, ResponseExitEncoded } from "@effect/rpc/RpcMessage"
import { Effect } from "effect"
import type { Client } from "../../src/worker/Hub.ts"

/** What came back to a call. A stream is left after its first answer. */
export interface Reply {
  readonly exit: ResponseExitEncoded["exit"]
  readonly chunks: number
  /** Whether the caller ended it. */
  readonly left: boolean
}

interface Waiting {
  readonly answer: (reply: Omit<Reply, "chunks" | "left"> | { readonly defect: unknown }) => void
  chunks: number
  left: boolean
}

/** A page that says what it likes, past every type. Messages are cloned on their way, as between windows. */
export const makeRawPage = (
  connect: (send: (message: FromServerEncoded) => void) => Client,
): {
  readonly say: (message: unknown) => void
  readonly defects: ReadonlyArray<unknown>
  readonly ask: (tag: string, payload: unknown, leaveAtOnce: boolean) => Effect.Effect<Reply>
} => {
  const waiting = new Map<string, Waiting>()
  const defects: Array<unknown> = []
  let calls = 0

  const leave = (requestId: string, call: Waiting) => {
    call.left = true
    line.receive({ _tag: "Interrupt", requestId })
  }

  const hear = (message: FromServerEncoded) => {
    if (message._tag === "Defect") {
      defects.push(message.defect)
      for (const { answer } of waiting.values()) answer({ defect: message.defect })
      waiting.clear()
      return
    }
    if (message._tag !== "Chunk" && message._tag !== "Exit") return
    const call = waiting.get(message.requestId)
    if (call === undefined) return
    if (message._tag === "Exit") {
      waiting.delete(message.requestId)
      call.answer({ exit: message.exit })
    } else {
      call.chunks++
      leave(message.requestId, call)
    }
  }
  const line = connect((message) => hear(structuredClone(message)))
  const say = (message: unknown) => {
    // a port would deliver it just so, whatever its type
    Reflect.apply(line.receive, undefined, [structuredClone(message)])
  }

  const ask = (tag: string, payload: unknown, leaveAtOnce: boolean) =>
    Effect.async<Reply>((resume) => {
      calls++
      const id = String(calls)
      const call: Waiting = {
        chunks: 0,
        left: false,
        answer: (it) =>
          resume(
            "exit" in it
              ? Effect.succeed({ exit: it.exit, chunks: call.chunks, left: call.left })
              : Effect.die(it.defect),
          ),
      }
      waiting.set(id, call)
      say({ _tag: "Request", id, tag, payload, headers: [] })
      if (leaveAtOnce && waiting.has(id)) leave(id, call)
    })

  return { say, ask, defects }
}

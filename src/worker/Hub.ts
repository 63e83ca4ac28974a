import { RpcServer } from "@effect/rpc"
import type { FromClientEncoded, FromServerEncoded } from "@effect/rpc/RpcMessage"
import { Effect, FiberSet, Mailbox } from "effect"
import { typedRefusals } from "./typedRefusals.ts"

/** One page's line to the server. */
export interface Client {
  readonly receive: (message: FromClientEncoded) => void
  /** Ends everything that the page had asked for. */
  readonly disconnect: () => void
}

/**
 * A protocol for the RPC server whose clients come and go. Each connection is a client of its own: the server would
 * hold back a request whose id still runs for the same client.
 */
export const makeHub = Effect.gen(function* () {
  const disconnects = yield* Mailbox.make<number>()
  const runFork = yield* FiberSet.makeRuntime<never>()
  const sends = new Map<number, (message: FromServerEncoded) => void>()
  let nextId = 0
  let write: (clientId: number, message: FromClientEncoded) => Effect.Effect<void> = () => Effect.void

  const protocol = yield* RpcServer.Protocol.make((writeRequest) => {
    write = writeRequest
    return Effect.succeed({
      disconnects,
      send: (clientId: number, message: FromServerEncoded) =>
        Effect.sync(() => sends.get(clientId)?.(message)),
      end: () => Effect.void,
      clientIds: Effect.sync(() => new Set(sends.keys())),
      initialMessage: Effect.succeedNone,
      supportsAck: true,
      supportsTransferables: false,
      supportsSpanPropagation: false,
    })
  })

  const connect = (send: (message: FromServerEncoded) => void): Client => {
    const clientId = nextId++
    sends.set(clientId, send)
    return {
      receive: (message) => void runFork(write(clientId, message)),
      disconnect: () => {
        sends.delete(clientId)
        disconnects.unsafeOffer(clientId)
      },
    }
  }

  return { protocol: typedRefusals(protocol), connect, count: Effect.sync(() => sends.size) }
})

import { RpcClient } from "@effect/rpc"
import type { FromServerEncoded } from "@effect/rpc/RpcMessage"
import { Effect, FiberSet } from "effect"

/** A client's side of a port: what a page's protocol does, without workers that come and go. */
export const portProtocol = (port: MessagePort) =>
  RpcClient.Protocol.make(
    Effect.fnUntraced(function* (writeResponse) {
      const runFork = yield* FiberSet.makeRuntime<never>()
      yield* Effect.acquireRelease(
        Effect.sync(() => {
          port.onmessage = ({ data }: MessageEvent<FromServerEncoded>) => void runFork(writeResponse(data))
        }),
        () => Effect.sync(() => port.close()),
      )
      return {
        send: (message) => Effect.sync(() => port.postMessage(message)),
        supportsAck: true,
        supportsTransferables: false,
      }
    }),
  )

import { RpcClient } from "@effect/rpc"
import type { FromClientEncoded } from "@effect/rpc/RpcMessage"
import { Effect, FiberSet, Layer, SubscriptionRef } from "effect"
import { WorkerDied } from "../../domain/errors/StorageErrors.ts"
import { type Connection, type Down, tabLock, type Up } from "../../domain/rpc/TabWire.ts"
import { makeInFlight } from "./inFlight.ts"
import type { Spawned } from "./spawnWorker.ts"
import { TabConnection } from "./TabConnection.ts"

/** A worker that cannot even load would otherwise be started in a tight loop. */
const restartDelay = 1_000

/**
 * A worker that ends before it says that it is alive leaves no trace, so it is given up after a while: after twice
 * as long each time, since a slow one must get its chance.
 */
const firstPatience = 5_000

/**
 * A client protocol that survives the death of its own worker and of the leader: what has no answer yet is sent
 * again to the next leader. A live query's first answer there is a fresh snapshot, so its stream simply goes on.
 */
export const layerTabProtocol = (spawn: () => Spawned) =>
  Layer.scoped(
    RpcClient.Protocol,
    RpcClient.Protocol.make(
      Effect.fnUntraced(function* (writeResponse) {
        const connection = yield* TabConnection
        const runFork = yield* FiberSet.makeRuntime<never>()
        let closed = false
        let worker: Worker | undefined
        let epoch: string | undefined
        let patience = firstPatience
        let attempts = 0
        let newerWaits = false

        const tell = (state: Connection) => runFork(SubscriptionRef.set(connection, state))
        const post = (message: FromClientEncoded) => {
          if (worker === undefined || epoch === undefined) return false
          worker.postMessage({ epoch, message } satisfies Up)
          return true
        }
        const inFlight = makeInFlight(post, (message) => runFork(writeResponse(message)))

        const start = () => {
          const { id, worker: started, early } = spawn()
          let ended = false
          const restart = (delay: number, detail: string) => {
            if (ended || closed) return
            ended = true
            clearTimeout(giveUp)
            // frees its file handles and locks
            started.terminate()
            epoch = undefined
            attempts += 1
            newerWaits = false
            tell({ _tag: "Restarting", error: new WorkerDied({ detail }), attempts })
            setTimeout(() => closed || start(), delay)
          }
          const giveUp = setTimeout(() => {
            patience *= 2
            restart(0, "did not start")
          }, patience)
          const receive = (down: Down) => {
            switch (down._tag) {
              case "Alive":
                clearTimeout(giveUp)
                patience = firstPatience
                // the worker holds this lock for life, so it is granted here when the worker has ended
                navigator.locks
                  .request(tabLock(id), { mode: "shared" }, () => restart(0, "ended"))
                  .catch(() => {})
                return
              case "Connected":
                attempts = 0
                tell({ _tag: "Connected", role: down.role, worker: id, newerWaits })
                if (down.epoch === epoch) return
                epoch = down.epoch
                inFlight.sendAgain()
                return
              case "OtherVersion":
                tell({ _tag: "OtherVersion", leader: down.leader })
                return
              case "NewerWaits":
                newerWaits = down.waits
                runFork(
                  SubscriptionRef.update(connection, (state) =>
                    state._tag === "Connected" ? { ...state, newerWaits: down.waits } : state,
                  ),
                )
                return
              case "Message":
                if (down.epoch !== epoch) return
                if (down.message._tag === "Exit") inFlight.remove(down.message.requestId)
                runFork(writeResponse(down.message))
            }
          }
          worker = started
          // a script that cannot be loaded raises an event without a message
          started.onerror = (event) => restart(restartDelay, event.message ?? "could not be loaded")
          started.onmessage = ({ data }: MessageEvent<Down>) => {
            if (!ended) receive(data)
          }
          early.forEach(receive)
        }
        start()
        yield* Effect.addFinalizer(() =>
          Effect.sync(() => {
            closed = true
            worker?.terminate()
          }),
        )

        return {
          send: (message: FromClientEncoded) =>
            Effect.sync(() => {
              if (message._tag === "Request") return inFlight.add(message)
              if (message._tag === "Interrupt") inFlight.remove(message.requestId)
              post(message)
            }),
          supportsAck: true,
          supportsTransferables: false,
        }
      }),
    ),
  )

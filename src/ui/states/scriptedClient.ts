import { type Rpc, RpcClient, type RpcGroup, RpcSchema } from "@effect/rpc"
import type { FromServerEncoded } from "@effect/rpc/RpcMessage"
import { Effect, Layer, Schema, type Stream, SubscriptionRef } from "effect"
import { AppError } from "../../domain/errors/AppError.ts"
import type { Connection } from "../../domain/rpc/TabWire.ts"
import { WorkerRpcs } from "../../domain/rpc/WorkerRpcs.ts"
import { TabConnection } from "../client/TabConnection.ts"
import { WorkerClient } from "../client/WorkerClient.ts"

type Rpcs = RpcGroup.Rpcs<typeof WorkerRpcs>
type Answered<Success> = Success extends Stream.Stream<infer A, infer _E, infer _R> ? A : Success

/**
 * What the worker is to answer, per call: a value, or the error that it fails with. A stream says it once and stays
 * open. A call without an answer waits for ever.
 */
export type Answers = {
  readonly [Call in Rpcs as Call["_tag"]]?: (payload: unknown) => Answered<Rpc.Success<Call>> | AppError
}

const isAppError = Schema.is(AppError)

const responseTo = (id: string, isStream: boolean, value: unknown): FromServerEncoded => {
  if (isAppError(value))
    return { _tag: "Exit", requestId: id, exit: { _tag: "Failure", cause: { _tag: "Fail", error: value } } }
  return isStream
    ? { _tag: "Chunk", requestId: id, values: [value] }
    : { _tag: "Exit", requestId: id, exit: { _tag: "Success", value } }
}

/** A worker that says what it is told to, in place of the real one. */
export const layerScripted = (answers: Answers, connection: Connection) => {
  const known = new Map<string, (payload: unknown) => unknown>(Object.entries(answers))
  const protocol = Layer.scoped(
    RpcClient.Protocol,
    RpcClient.Protocol.make((writeResponse) =>
      Effect.succeed({
        send: (message) => {
          const rpc = message._tag === "Request" ? WorkerRpcs.requests.get(message.tag) : undefined
          const answer = message._tag === "Request" ? known.get(message.tag) : undefined
          if (message._tag !== "Request" || rpc === undefined || answer === undefined) return Effect.void
          const isStream = RpcSchema.isStreamSchema(rpc.successSchema)
          return writeResponse(responseTo(message.id, isStream, answer(message.payload)))
        },
        supportsAck: true,
        supportsTransferables: false,
      }),
    ),
  )
  return Layer.scoped(WorkerClient, RpcClient.make(WorkerRpcs, { disableTracing: true })).pipe(
    Layer.provide(protocol),
    Layer.merge(Layer.effect(TabConnection, SubscriptionRef.make(connection))),
  )
}

import { RpcServer } from "@effect/rpc"
import type { FromServerEncoded } from "@effect/rpc/RpcMessage"
import { Effect, FiberId, FiberRef, GlobalValue, Layer, Option, Schema } from "effect"
import { decodeUntrusted } from "../../domain/decodeUntrusted.ts"
import { InvalidInput, PayloadTooLarge } from "../../domain/errors/InputErrors.ts"
import { Transient } from "../../domain/errors/SyncErrors.ts"
import { ServerError, SyncRpcs } from "../../domain/rpc/SyncRpcs.ts"
import { TooLong } from "./lineSerialization.ts"

const CallId = Schema.String.pipe(Schema.pattern(/^\d{1,30}$/))

const Message = Schema.Union(
  Schema.TaggedStruct("Request", {
    id: CallId,
    tag: Schema.String,
    payload: Schema.Unknown,
    headers: Schema.Array(Schema.mutable(Schema.Tuple(Schema.String, Schema.String))),
    traceId: Schema.optional(Schema.String),
    spanId: Schema.optional(Schema.String),
    sampled: Schema.optional(Schema.Boolean),
  }),
  Schema.Struct({ _tag: Schema.Literal("Ack", "Interrupt"), requestId: CallId }),
  Schema.Struct({ _tag: Schema.Literal("Ping", "Eof") }),
)

const decodeMessage = decodeUntrusted(Message)
const decodeTooLong = Schema.decodeUnknownOption(TooLong)
const decodeCall = Schema.decodeUnknownEither(Schema.Struct({ id: CallId }))
const encodeError = Schema.encodeSync(ServerError)

const answer = (requestId: string, error: ServerError): FromServerEncoded => ({
  _tag: "Exit",
  requestId,
  exit: { _tag: "Failure", cause: { _tag: "Fail", error: encodeError(error) } },
})

const malformed = (problem: string) => new InvalidInput({ issues: [{ path: "", problem }] })

/** To the call that is too long, if it says which one it is; else to all of the connection. */
const refusalOf = ({ characters, id, limit }: typeof TooLong.Type): FromServerEncoded => {
  const error = new PayloadTooLarge({ bytes: characters, limit })
  return id === null ? { _tag: "Defect", defect: encodeError(error) } : answer(id, error)
}

/** The fiber that reads a message: what it answers itself, before any handler runs, is that the message is malformed. */
const reader = GlobalValue.globalValue("openchat/server/rpc/reader", () =>
  FiberRef.unsafeMake<FiberId.FiberId>(FiberId.none),
)

const isReading = Effect.zipWith(FiberRef.get(reader), Effect.fiberId, (reading, own) => reading === own)

/**
 * Answers what cannot be understood with `InvalidInput`, where the library speaks of a defect of its own, ends the
 * connection with all its calls, or fails.
 */
export const typed = (protocol: RpcServer.Protocol["Type"]): RpcServer.Protocol["Type"] => {
  const send: typeof protocol.send = (clientId, response, transferables) => {
    if (response._tag !== "Exit" || response.exit._tag !== "Failure" || response.exit.cause._tag !== "Die") {
      return protocol.send(clientId, response, transferables)
    }
    const { requestId } = response
    const { defect } = response.exit.cause
    return Effect.flatMap(isReading, (reading) =>
      reading
        ? protocol.send(clientId, answer(requestId, malformed(String(defect).slice(0, 1_000))))
        : Effect.zipRight(
            Effect.logError("A call could not be answered", defect),
            protocol.send(clientId, answer(requestId, new Transient({ detail: "the answer was lost" }))),
          ),
    )
  }

  return {
    ...protocol,
    send,
    run: (handle) =>
      protocol.run((clientId, message) => {
        const decoded = decodeMessage(message)
        if (decoded._tag === "Left") {
          const long = decodeTooLong(message)
          if (Option.isSome(long)) return protocol.send(clientId, refusalOf(long.value))
          const call = decodeCall(message)
          return call._tag === "Left"
            ? protocol.send(clientId, { _tag: "Defect", defect: "This is no message of the protocol." })
            : protocol.send(clientId, answer(call.right.id, malformed("is no call of the protocol")))
        }
        const { right } = decoded
        if (right._tag === "Request" && !SyncRpcs.requests.has(right.tag)) {
          return protocol.send(clientId, answer(right.id, malformed("names no call of this server")))
        }
        return Effect.flatMap(Effect.fiberId, (own) => Effect.locally(handle(clientId, right), reader, own))
      }),
  }
}

export const typedLayer = <E, R>(protocol: Effect.Effect<RpcServer.Protocol["Type"], E, R>) =>
  Layer.effect(RpcServer.Protocol, Effect.map(protocol, typed))

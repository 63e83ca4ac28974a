import type { RpcServer } from "@effect/rpc"
import type { FromServerEncoded } from "@effect/rpc/RpcMessage"
import { Effect, type ParseResult, Schema } from "effect"
import { decodeUntrusted } from "../domain/decodeUntrusted.ts"
import { InvalidInput } from "../domain/errors/InputErrors.ts"
import { WorkerRpcs } from "../domain/rpc/WorkerRpcs.ts"
import { invalidInput } from "../services/chat/decodeMutations.ts"

const encodeError = Schema.encodeSync(InvalidInput)

const refusal = (requestId: string, error: ParseResult.ParseError): FromServerEncoded => ({
  _tag: "Exit",
  requestId,
  exit: { _tag: "Failure", cause: { _tag: "Fail", error: encodeError(invalidInput(error)) } },
})

/**
 * Answers what a call does not take with `InvalidInput`, before anything runs, where the library speaks of a defect and
 * quotes what was given, passwords included. What is no message at all is told to its sender alone, where the library
 * throws.
 */
export const typedRefusals = (protocol: RpcServer.Protocol["Type"]): RpcServer.Protocol["Type"] => ({
  ...protocol,
  run: (handle) =>
    protocol.run((clientId, message) =>
      Effect.suspend(() => {
        const rpc = message._tag === "Request" ? WorkerRpcs.requests.get(message.tag) : undefined
        if (message._tag !== "Request" || rpc === undefined) return handle(clientId, message)
        const { payloadSchema }: { readonly payloadSchema: Schema.Schema.AnyNoContext } = rpc
        return Effect.matchEffect(decodeUntrusted(payloadSchema)(message.payload), {
          onFailure: (error) => protocol.send(clientId, refusal(message.id, error)),
          onSuccess: () => handle(clientId, message),
        })
      }).pipe(
        Effect.catchAllDefect(() =>
          protocol.send(clientId, { _tag: "Defect", defect: "This is no message of the protocol." }),
        ),
      ),
    ),
})

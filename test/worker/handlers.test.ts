import { RpcTest } from "@effect/rpc"
import { Effect, Layer, Ref } from "effect"
import { WorkerRpcs } from "../../src/domain/rpc/WorkerRpcs.ts"
import { Active, handlersOn, OpenedInMemory, Wire } from "../support/worker.ts"
import { contract } from "./contract.ts"

const InProcess = Layer.scoped(
  Wire,
  Effect.gen(function* () {
    const handlers = yield* Layer.build(handlersOn(OpenedInMemory))
    return {
      connect: Effect.provide(RpcTest.makeClient(WorkerRpcs), handlers),
      active: Effect.provide(Effect.flatMap(Active, Ref.get), handlers),
    }
  }),
)

contract("the handlers without a wire", InProcess)

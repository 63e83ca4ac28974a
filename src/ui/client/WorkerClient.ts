import { RpcClient, type RpcClientError } from "@effect/rpc"
import { Context, Layer } from "effect"
import { WorkerRpcs } from "../../domain/rpc/WorkerRpcs.ts"
import { TabConnection } from "./TabConnection.ts"
import { layerTabProtocol } from "./TabProtocol.ts"

// one literal expression, or the bundler does not see the worker
const spawn = (id: string) =>
  new Worker(new URL("../../worker/start.ts", import.meta.url), { type: "module", name: id })

/** Everything that the page may ask of the database. */
export class WorkerClient extends Context.Tag("openchat/WorkerClient")<
  WorkerClient,
  RpcClient.FromGroup<typeof WorkerRpcs, RpcClientError.RpcClientError>
>() {
  /** Also tells how the connection is. */
  static readonly layer = Layer.scoped(
    WorkerClient,
    RpcClient.make(WorkerRpcs, { disableTracing: true }),
  ).pipe(Layer.provide(layerTabProtocol(spawn)), Layer.provideMerge(TabConnection.layer))
}

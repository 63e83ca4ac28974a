import { RpcClient, type RpcClientError } from "@effect/rpc"
import { Context, Layer } from "effect"
import { WorkerRpcs } from "../../domain/rpc/WorkerRpcs.ts"
import { spawnWorker } from "./spawnWorker.ts"
import { TabConnection } from "./TabConnection.ts"
import { layerTabProtocol } from "./TabProtocol.ts"

/** Everything that the page may ask of the database. */
export class WorkerClient extends Context.Tag("openchat/WorkerClient")<
  WorkerClient,
  RpcClient.FromGroup<typeof WorkerRpcs, RpcClientError.RpcClientError>
>() {
  /** Also tells how the connection is. */
  static readonly layer = Layer.scoped(
    WorkerClient,
    RpcClient.make(WorkerRpcs, { disableTracing: true }),
  ).pipe(Layer.provide(layerTabProtocol(spawnWorker)), Layer.provideMerge(TabConnection.layer))
}

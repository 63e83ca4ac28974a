import { Rpc, RpcGroup } from "@effect/rpc"
import { Schema } from "effect"
import { Role } from "../Message.ts"
import { CallError } from "./CallError.ts"

/** A conversation that a page is to have answered by the model of its browser. */
export const BrowserJob = Schema.Struct({
  id: Schema.Int,
  turns: Schema.Array(Schema.Struct({ role: Role, content: Schema.String })),
})
export type BrowserJob = typeof BrowserJob.Type

/** How it ended. `too-long`: the conversation does not fit; `failed` otherwise, with why. */
export const BrowserJobEnd = Schema.Struct({
  outcome: Schema.Literal("complete", "too-long", "failed"),
  detail: Schema.String,
})
export type BrowserJobEnd = typeof BrowserJobEnd.Type

/** The model that is built into a browser answers pages alone, so the worker asks a page for it. */
export class BrowserModelRpcs extends RpcGroup.make(
  /** Asked by pages whose browser has one, for as long as they are open. */
  Rpc.make("jobs", { success: BrowserJob, stream: true }),
  /** Answers whether more is wanted. */
  Rpc.make("deliver", {
    payload: { id: Schema.Int, text: Schema.String },
    success: Schema.Boolean,
    error: CallError,
  }),
  Rpc.make("end", { payload: { id: Schema.Int, ...BrowserJobEnd.fields }, error: CallError }),
).prefix("browserModel.") {}

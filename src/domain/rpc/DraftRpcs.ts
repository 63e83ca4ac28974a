import { Rpc, RpcGroup } from "@effect/rpc"
import { Schema } from "effect"
import { DraftKey } from "../Draft.ts"
import { PayloadTooLarge } from "../errors/InputErrors.ts"
import { CallError } from "./CallError.ts"

export class DraftRpcs extends RpcGroup.make(
  /** The empty text when there is none. */
  Rpc.make("get", { payload: { key: DraftKey }, success: Schema.String, error: CallError }),
  /** An empty text removes the draft. */
  Rpc.make("put", {
    payload: { key: DraftKey, content: Schema.String },
    error: Schema.Union(PayloadTooLarge, CallError),
  }),
).prefix("drafts.") {}

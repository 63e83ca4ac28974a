import { Rpc, RpcGroup } from "@effect/rpc"
import { Schema } from "effect"
import { DraftKey, TabId } from "../Draft.ts"
import { PayloadTooLarge } from "../errors/InputErrors.ts"
import { CallError } from "./CallError.ts"

const own = { key: DraftKey, tab: TabId }

export class DraftRpcs extends RpcGroup.make(
  /** What tabs left behind that are not open any more becomes this one's, in front of its own. Answers what they left. */
  Rpc.make("adopt", { payload: own, success: Schema.String, error: CallError }),
  /** An empty text removes the draft. */
  Rpc.make("put", {
    payload: { ...own, content: Schema.String },
    error: Schema.Union(PayloadTooLarge, CallError),
  }),
).prefix("drafts.") {}

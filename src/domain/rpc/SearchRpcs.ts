import { Rpc, RpcGroup } from "@effect/rpc"
import { Schema } from "effect"
import type { SearchHit } from "../SearchHit.ts"
import { CallError } from "./CallError.ts"
import { trusted } from "./trusted.ts"

export class SearchRpcs extends RpcGroup.make(
  /** Every word must occur, the last one as a beginning. Best first. */
  Rpc.make("find", {
    payload: { text: Schema.String, limit: Schema.Int.pipe(Schema.between(1, 200)) },
    success: trusted<ReadonlyArray<SearchHit>>(),
    error: CallError,
  }),
).prefix("search.") {}

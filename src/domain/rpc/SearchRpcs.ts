import { Rpc, RpcGroup } from "@effect/rpc"
import { Schema } from "effect"
import { SearchFilters } from "../search/SearchFilters.ts"
import type { SearchHit } from "../SearchHit.ts"
import { CallError } from "./CallError.ts"
import { trusted } from "./trusted.ts"

export class SearchRpcs extends RpcGroup.make(
  /** Every word must occur, the last one as a beginning. Best first. Without words: the chats that the filters leave. */
  Rpc.make("find", {
    payload: Schema.Struct({
      text: Schema.String,
      limit: Schema.Int.pipe(Schema.between(1, 200)),
      filters: Schema.optionalWith(SearchFilters, { exact: true }),
    }),
    success: trusted<ReadonlyArray<SearchHit>>(),
    error: CallError,
  }),
).prefix("search.") {}

import { Effect } from "effect"
import { SyncEventRepo } from "../journal/SyncEventRepo.ts"
import { LiveQueries } from "../live/LiveQueries.ts"

/** The last changes, newest first. */
export class History extends Effect.Service<History>()("openchat/History", {
  effect: Effect.gen(function* () {
    const live = yield* LiveQueries
    const events = yield* SyncEventRepo
    return {
      watch: ({ limit }: { readonly limit: number }) => live.watch(["events"], events.newest(limit)),
    } as const
  }),
}) {}

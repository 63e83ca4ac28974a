import { Effect } from "effect"
import type { SyncEvent } from "../../domain/SyncEvent.ts"
import { SyncEventRepo } from "../journal/SyncEventRepo.ts"
import type { LiveQuery } from "../live/LiveQuery.ts"

/** The last changes, newest first. */
export class History extends Effect.Service<History>()("openchat/History", {
  effect: Effect.gen(function* () {
    const events = yield* SyncEventRepo

    const watch = ({ limit }: { readonly limit: number }): LiveQuery<ReadonlyArray<SyncEvent>> => ({
      keys: ["events"],
      run: events.newest(limit),
    })

    return { watch } as const
  }),
}) {}

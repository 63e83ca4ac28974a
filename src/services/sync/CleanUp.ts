import { Clock, Effect, Match } from "effect"
import type { CleanUpPreview, CleanUpResult, CleanUpStrategy } from "../../domain/CleanUp.ts"
import type { StorageError } from "../../domain/errors/StorageErrors.ts"
import { LiveQueries } from "../live/LiveQueries.ts"
import { LocalCompaction } from "./LocalCompaction.ts"
import { FileCompaction } from "../storage/FileCompaction.ts"
import { Trash } from "./Trash.ts"

/**
 * Milliseconds for which an acknowledged change stays also when room is wanted: a page that has not heard of its change
 * makes it again, and the change is known by its event.
 */
const repeatsKnown = 3_600_000

/** The ways of making room, each with what it would free. */
export class CleanUp extends Effect.Service<CleanUp>()("openchat/CleanUp", {
  effect: Effect.gen(function* () {
    const compaction = yield* LocalCompaction
    const file = yield* FileCompaction
    const live = yield* LiveQueries
    const trash = yield* Trash

    const preview: Effect.Effect<CleanUpPreview, StorageError> = Effect.all({
      at: Clock.currentTimeMillis,
      trash: trash.preview,
      events: compaction.weighEvents(repeatsKnown),
      file: file.preview,
    })

    const dropEvents = Effect.gen(function* () {
      const { bytes, events } = yield* compaction.weighEvents(repeatsKnown)
      yield* compaction.dropEvents(repeatsKnown)
      yield* live.invalidate(["events"])
      return { rows: events, bytes }
    })

    const emptyTrash = Effect.fnUntraced(function* (shown: Parameters<typeof trash.empty>[0]) {
      const before = yield* trash.preview
      yield* trash.empty(shown)
      const after = yield* trash.preview
      const rows = before.chats + before.messages - after.chats - after.messages
      return { rows: Math.max(0, rows), bytes: Math.max(0, before.bytes - after.bytes) }
    })

    const run = Effect.fn("CleanUp.run")(function* (strategy: CleanUpStrategy) {
      const result: CleanUpResult = yield* Match.value(strategy).pipe(
        Match.tagsExhaustive({
          EmptyTrash: emptyTrash,
          DropEvents: () => dropEvents,
          CompactFile: () => Effect.map(file.compact(), (bytes) => ({ rows: 0, bytes })),
        }),
      )
      return result
    })

    return { preview, run } as const
  }),
}) {}

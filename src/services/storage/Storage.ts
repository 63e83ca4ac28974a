import { Effect } from "effect"
import type { StorageError } from "../../domain/errors/StorageErrors.ts"
import type { StorageStatus } from "../../domain/StorageStatus.ts"
import { Database } from "../database/Database.ts"
import { BrowserStorage } from "./BrowserStorage.ts"
import { RebuiltNote } from "./RebuiltNote.ts"

/** Where the data lies, for how long, and how much room is left. */
export class Storage extends Effect.Service<Storage>()("openchat/Storage", {
  effect: Effect.gen(function* () {
    const { kind } = yield* Database
    const browser = yield* BrowserStorage
    const note = yield* RebuiltNote

    const status: Effect.Effect<StorageStatus, StorageError> = Effect.map(
      Effect.all([browser.persisted, browser.estimate, note.unread]),
      ([persisted, { quota, usage }, rebuilt]) => ({ kind, persisted, usage, quota, rebuilt }),
    )
    return { kind, status } as const
  }),
}) {}

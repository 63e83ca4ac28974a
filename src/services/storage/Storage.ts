import { Effect } from "effect"
import type { StorageStatus } from "../../domain/StorageStatus.ts"
import { Database } from "../database/Database.ts"
import { BrowserStorage } from "./BrowserStorage.ts"

/** Where the data lies, for how long, and how much room is left. */
export class Storage extends Effect.Service<Storage>()("openchat/Storage", {
  effect: Effect.gen(function* () {
    const { kind } = yield* Database
    const browser = yield* BrowserStorage

    const status: Effect.Effect<StorageStatus> = Effect.map(
      Effect.all([browser.persisted, browser.estimate]),
      ([persisted, { usage, quota }]) => ({ kind, persisted, usage, quota }),
    )
    return { status } as const
  }),
}) {}

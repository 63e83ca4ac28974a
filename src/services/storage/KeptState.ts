import { Context, Effect, Layer } from "effect"
import type { StorageError } from "../../domain/errors/StorageErrors.ts"

/** What stays on the device in every mode: who uses it, and how. */
export class KeptState extends Context.Tag("openchat/KeptState")<
  KeptState,
  {
    /** Whether chats are kept by the server alone. */
    readonly cloudOnly: boolean
    /** Writes it to the disk, where that is not the database that everything is in. */
    readonly save: Effect.Effect<void, StorageError>
  }
>() {
  /** All of it lies in the one database. */
  static readonly layerSame = Layer.succeed(KeptState, { cloudOnly: false, save: Effect.void })
}

import { Context, Effect, Layer, type Option, Stream } from "effect"
import { type StorageError, StorageUnavailable } from "../../domain/errors/StorageErrors.ts"
import type { RawPart } from "../../domain/rpc/StorageRpcs.ts"
import type { Salvaged } from "./Salvage.ts"

const noFile = new StorageUnavailable({ reason: "no-storage", detail: "there is no file" })

/** A database that was set aside. */
export interface Former {
  readonly name: string
  readonly salvaged: Effect.Effect<Salvaged, StorageError>
}

/** What can be done with a database that does not open. */
export class Recovery extends Context.Tag("openchat/Recovery")<
  Recovery,
  {
    /** The next opening begins with an empty database; the damaged one is kept. */
    readonly setAside: Effect.Effect<void, StorageError>
    /** Removes what was set aside, for good. */
    readonly forgetFormer: Effect.Effect<void, StorageError>
    /** The bytes on the disk, whatever they are; none of a file that is not there. */
    readonly rawFile: (part: RawPart) => Stream.Stream<Uint8Array, StorageError>
    /** What can be read of it, whatever is damaged. Only while the database is closed. */
    readonly salvaged: Effect.Effect<Salvaged, StorageError>
    /** The database that the present one was set in the place of. */
    readonly former: Effect.Effect<Option.Option<Former>, StorageError>
  }
>() {
  /** Where there is no file: memory. */
  static readonly layerNone = Layer.succeed(Recovery, {
    setAside: Effect.void,
    forgetFormer: Effect.void,
    rawFile: () => Stream.fail(noFile),
    salvaged: noFile,
    former: Effect.succeedNone,
  })
}

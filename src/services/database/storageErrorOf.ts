import { SqlError } from "@effect/sql/SqlError"
import { Effect, ParseResult } from "effect"
import { SQLiteError } from "wa-sqlite"
import {
  QueryFailed,
  StorageBusy,
  StorageCorrupt,
  type StorageError,
  StorageFull,
  StorageUnavailable,
} from "../../domain/errors/StorageErrors.ts"
import { serverCode } from "./serverCode.ts"
import { DatabaseClosed } from "./SqliteConnection.ts"

/** Primary result codes, https://sqlite.org/rescode.html */
const code = {
  perm: 3,
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  notADb: 26,
}

const ofCode = (extended: number, detail: string): StorageError => {
  switch (extended & 0xff) {
    case code.full:
      return new StorageFull({ detail })
    case code.corrupt:
    case code.notADb:
      return new StorageCorrupt({ detail })
    case code.busy:
    case code.locked:
      return new StorageBusy({ detail })
    case code.perm:
    case code.readOnly:
    case code.ioError:
    case code.cantOpen:
      return new StorageUnavailable({ reason: "refused", detail })
    default:
      return new QueryFailed({ code: extended, detail })
  }
}

const ofDomException = (cause: DOMException): StorageError => {
  const detail = `${cause.name}: ${cause.message}`
  switch (cause.name) {
    case "QuotaExceededError":
      return new StorageFull({ detail })
    case "NoModificationAllowedError":
      return new StorageBusy({ detail })
    default:
      return new StorageUnavailable({ reason: "refused", detail })
  }
}

/** What went wrong in the database, by what cures it. The result code of SQLite survives. */
export const storageErrorOf = (cause: unknown): StorageError => {
  if (cause instanceof SqlError) return storageErrorOf(cause.cause)
  if (cause instanceof SQLiteError) return ofCode(cause.code, cause.message)
  if (cause instanceof DatabaseClosed)
    return new StorageUnavailable({ reason: "closed", detail: cause.message })
  if (cause instanceof DOMException) return ofDomException(cause)
  if (cause instanceof WebAssembly.CompileError || cause instanceof WebAssembly.LinkError) {
    return new StorageUnavailable({ reason: "no-webassembly", detail: cause.message })
  }
  const detail = cause instanceof Error ? cause.message : String(cause)
  const code = serverCode(cause)
  return code === undefined ? new QueryFailed({ code: 1, detail }) : ofCode(code, detail)
}

type Foreign = SqlError | ParseResult.ParseError

const isForeign = <E>(error: E): error is Extract<E, Foreign> =>
  error instanceof SqlError || error instanceof ParseResult.ParseError

/**
 * Turns what `@effect/sql` fails with into what cures it. A row of ours that does not decode is a broken invariant:
 * a defect.
 */
export const withStorageErrors = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.catchIf(effect, isForeign, (error) =>
    ParseResult.isParseError(error) ? Effect.die(error) : Effect.fail(storageErrorOf(error)),
  )

import type { AppError } from "../../domain/errors/AppError.ts"

/** Milliseconds of the first wait, and of the longest. */
const first = 1_000
const longest = 60_000

/** Milliseconds. Whoever asks to wait for longer has made a mistake. */
const longestAsked = 3_600_000

const needPerson: ReadonlySet<string> = new Set([
  "NeedsAuth",
  "Forbidden",
  "EpochMismatch",
  "StorageCorrupt",
  "SchemaTooNew",
])

/** Asking again would only be refused again. */
export const curedByPerson = (error: AppError): boolean =>
  error._tag === "ProtocolTooOld" ? error.side === "client" : needPerson.has(error._tag)

/** Milliseconds for which the server wants to be left alone, whatever happens meanwhile; at most an hour. */
export const askedWait = (error: AppError): number =>
  error._tag === "ServerOverloaded" ? Math.min(longestAsked, Math.max(0, error.retryAfter)) : 0

/**
 * Milliseconds to wait after so many failures in a row: doubled each time, up to a minute, and spread by half, so that a
 * server which comes back is not met by all of its devices at once.
 *
 * @param spread from 0 to 1, by chance
 */
export const waitAfter = (error: AppError, failures: number, spread: number): number => {
  const wait = Math.min(longest, first * 2 ** Math.min(failures - 1, 10))
  return Math.max(askedWait(error), Math.round(wait * (0.5 + spread / 2)))
}

import { Predicate } from "effect"

/** Names that the driver of the server's file gives to SQLite's primary result codes. */
const sqliteNames: Readonly<Record<string, number>> = {
  PERM: 3,
  BUSY: 5,
  LOCKED: 6,
  READONLY: 8,
  IOERR: 10,
  CORRUPT: 11,
  FULL: 13,
  CANTOPEN: 14,
  CONSTRAINT: 19,
  NOTADB: 26,
}

/** PostgreSQL's states by what SQLite would say: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const postgresStates: ReadonlyArray<readonly [RegExp, number]> = [
  // a transaction that can be tried again, or no connection left for it
  [/^(40001|40P01|55P03|57014|53300)$/, 5],
  [/^53[12]00$/, 13],
  [/^XX00[12]$/, 11],
  [/^23/, 19],
  // the server is stopping or starting, or does not let the account in
  [/^(57P0\d|08\w{3}|28\w{3}|3D000)$/, 14],
]

const networkCodes = /^(ECONN|EHOST|ENET|ENOTFOUND|EPIPE|ETIMEDOUT|EAI_)/

/** What the driver says when it found no connection in time; it gives no code. */
const withoutCode = /^(timeout exceeded when trying to connect|Connection terminated)/

/** The result code of SQLite that says what the database of a server means. Undefined if none does. */
export const serverCode = (cause: unknown): number | undefined => {
  if (!(cause instanceof Error)) return undefined
  if (withoutCode.test(cause.message)) return cause.message.startsWith("timeout") ? 5 : 14
  if (!Predicate.hasProperty(cause, "code") || typeof cause.code !== "string") return undefined
  const { code } = cause
  const name = /^SQLITE_([A-Z]+)/.exec(code)?.[1]
  if (name !== undefined) return sqliteNames[name] ?? 1
  if (networkCodes.test(code)) return 14
  return (
    postgresStates.find(([states]) => states.test(code))?.[1] ?? (/^[\dA-Z]{5}$/.test(code) ? 1 : undefined)
  )
}

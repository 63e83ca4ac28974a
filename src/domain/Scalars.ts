import { Schema } from "effect"
import { Timestamp } from "./Timestamp.ts"

/** Milliseconds since 1970 by some device's wall clock: for people to read and lists to sort, never to decide. */
export const Millis = Schema.Int.pipe(Schema.nonNegative())

/** Given by the server, one counter per user; 0 until the server has seen the row. */
export const Version = Schema.Int.pipe(Schema.nonNegative())

/** The server's version at which each field was last changed. A field without an entry has kept its value. */
export const FieldVersions = Schema.Record({ key: Schema.String, value: Version })
export type FieldVersions = typeof FieldVersions.Type

/** When each field last changed. A field without an entry has kept its value since the row was made. */
export const Clocks = Schema.Record({ key: Schema.String, value: Timestamp })
export type Clocks = typeof Clocks.Type

/** What every synced row carries, so that two devices' changes to it can be merged field by field. */
export const registers = { version: Version, clocks: Clocks, versions: FieldVersions }

/** Those of a row that no server has seen. */
export const unseen = { version: 0, clocks: {}, versions: {} } as const

import { Schema } from "effect"
import { Timestamp } from "./Timestamp.ts"

/** Milliseconds since 1970 by some device's wall clock: for people to read and lists to sort, never to decide. */
export const Millis = Schema.Int.pipe(Schema.nonNegative())

/** Given by the server, one counter per user; 0 until the server has seen the row. */
export const Version = Schema.Int.pipe(Schema.nonNegative())

/** When each field last changed. A field without an entry has kept its value since the row was made. */
export const Clocks = Schema.Record({ key: Schema.String, value: Timestamp })
export type Clocks = typeof Clocks.Type

import type { Clocks } from "../../domain/Scalars.ts"
import type { Timestamp } from "../../domain/Timestamp.ts"

/** The clocks of a row after some of its fields were written. */
export const stamp = (clocks: Clocks, fields: object, timestamp: Timestamp): Clocks => ({
  ...clocks,
  ...Object.fromEntries(Object.keys(fields).map((field) => [field, timestamp])),
})

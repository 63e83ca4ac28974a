import { Schema } from "effect"
import { Millis } from "./Scalars.ts"

const Count = Schema.Int.pipe(Schema.nonNegative())

/** What came of a damaged database: what could be read of it and was taken into the present one. */
export const Rebuilt = Schema.Struct({
  at: Millis,
  /** The folder in which the damaged file is kept. */
  aside: Schema.NonEmptyString,
  chats: Count,
  messages: Count,
  /** Chats of other people who used this device, which stay in the damaged file. Not counted by earlier versions. */
  others: Schema.optionalWith(Count, { default: () => 0 }),
  /** Rows that are there and cannot be read. */
  unreadable: Count,
})
export type Rebuilt = typeof Rebuilt.Type

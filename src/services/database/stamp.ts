import type { Clocks } from "../../domain/Scalars.ts"
import type { Timestamp } from "../../domain/Timestamp.ts"

/** The clocks of a row after some of its fields were written. */
export const stamp = (clocks: Clocks, fields: object, timestamp: Timestamp): Clocks => ({
  ...clocks,
  ...Object.fromEntries(Object.keys(fields).map((field) => [field, timestamp])),
})

/** The fields in which a person may have typed something long. */
const texts: ReadonlySet<string> = new Set(["content", "title", "systemPrompt"])

/**
 * What stood in the texts that a change replaces, as JSON: the base of a merge. Null if no server has seen the row,
 * since then nobody else can have changed it.
 */
export const replacedTexts = (row: { readonly version: number }, fields: object): string | null => {
  if (row.version === 0) return null
  const before = Object.entries(row).filter(([name]) => texts.has(name) && name in fields)
  return before.length === 0 ? null : JSON.stringify(Object.fromEntries(before))
}

const second = 1_000
const minute = 60 * second
const hour = 60 * minute

const sensible = [5 * second, 15 * second, 30 * second, minute, 5 * minute, 15 * minute, hour]

const countOf = (count: number, unit: string) => (count === 1 ? `Every ${unit}` : `Every ${count} ${unit}s`)

/** "Every 30 seconds". */
export const intervalName = (millis: number): string => {
  if (millis % hour === 0) return countOf(millis / hour, "hour")
  if (millis % minute === 0) return countOf(millis / minute, "minute")
  return countOf(Math.round(millis / second), "second")
}

/** What can be chosen, with the one that is set, whoever set it. */
export const intervalsWith = (set: number): ReadonlyArray<number> =>
  [...new Set([...sensible, set])].toSorted((a, b) => a - b)

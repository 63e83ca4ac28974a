/** Rows of the first transaction, before it is known how fast this device is. */
export const firstPortion = 20

/** The time, in ms, that a transaction should take: a read that comes meanwhile waits for it. */
const aim = 8

const least = 5
const most = 200

/**
 * How many rows the next transaction takes, after one of `rows` rows took `tookMs`. At most twice as many, since a
 * single measurement may be lucky, and at once as few as it needs.
 */
export const nextPortion = (rows: number, tookMs: number): number => {
  const fitting = tookMs <= 0 ? most : Math.floor((rows * aim) / tookMs)
  return Math.max(least, Math.min(most, rows * 2, fitting))
}

/** Rows of the first transaction, before it is known how fast this device is. */
export const firstPortion = 20

/** How long a transaction may take, and how many rows at most. */
export interface Pace {
  /** The time, in ms, that it should take: a read that comes meanwhile waits for it. */
  readonly aim: number
  readonly most: number
}

const usual: Pace = { aim: 8, most: 200 }

const least = 5

/**
 * How many rows the next transaction takes, after one of `rows` rows took `tookMs`. At most twice as many, since a
 * single measurement may be lucky, and at once as few as it needs.
 */
export const nextPortion = (rows: number, tookMs: number, { aim, most } = usual): number => {
  const fitting = tookMs <= 0 ? most : Math.floor((rows * aim) / tookMs)
  return Math.max(least, Math.min(most, rows * 2, fitting))
}

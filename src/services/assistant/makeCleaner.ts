/** Makes a text that comes in pieces one that the databases take (see `LongText`). */
export interface Cleaner {
  readonly clean: (piece: string) => string
  /** What was held back. */
  readonly end: () => string
}

const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdbff

/**
 * NUL goes, half of a surrogate pair becomes U+FFFD. The first half of a pair waits for the next piece: a model that
 * speaks in tokens can cut a character in two.
 */
export const makeCleaner = (): Cleaner => {
  let held = ""
  const end = () => {
    const rest = held
    held = ""
    return rest.toWellFormed()
  }
  return {
    clean: (piece) => {
      const text = held + piece
      held = isHigh(text.charCodeAt(text.length - 1)) ? text.slice(-1) : ""
      const whole = held === "" ? text : text.slice(0, -1)
      return (whole.includes("\u0000") ? whole.replaceAll("\u0000", "") : whole).toWellFormed()
    },
    end,
  }
}

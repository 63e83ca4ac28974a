const number = new Intl.NumberFormat("en")

export const showNumber = (count: number): string => number.format(count)

/** "1 change", "1,200 changes". */
export const countOf = (count: number, thing: string): string =>
  `${showNumber(count)} ${thing}${count === 1 ? "" : "s"}`

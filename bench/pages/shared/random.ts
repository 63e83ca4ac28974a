/** The same numbers for the same seed, from 0 to below 1. Source: mulberry32 by Tommy Ettinger. */
export const randomFrom = (seed: number) => {
  let state = Math.imul(seed + 1, 0x9e3779b1)
  return () => {
    state = Math.trunc(state + 0x6d2b79f5)
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export type Random = () => number

export const pick = <A>(random: Random, all: ReadonlyArray<A>): A => {
  const one = all[Math.floor(random() * all.length)]
  if (one === undefined) throw new Error("nothing to pick from")
  return one
}

/** A generator of chance that gives the same for the same seed: mulberry32, by Tommy Ettinger, public domain. */
export const makeRandom = (seed: number) => {
  let state = seed | 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (n: number) => Math.floor(next() * n)
  return {
    below,
    between: (from: number, to: number) => from + below(to - from + 1),
    chance: (probability: number) => next() < probability,
    pick: <A>(from: ReadonlyArray<A>): A | undefined => from[below(from.length)],
    /** Characters of nanoid's alphabet. */
    text: (length: number) =>
      Array.from(
        { length },
        () => "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"[below(62)],
      ).join(""),
  }
}
export type Random = ReturnType<typeof makeRandom>

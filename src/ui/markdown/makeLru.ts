export interface Lru<A> {
  readonly get: (key: string) => A | undefined
  readonly set: (key: string, value: A) => void
}

/** Keeps what was used last, until the keys are longer than `limit` together, in UTF-16 units. */
export const makeLru = <A>(limit: number): Lru<A> => {
  const kept = new Map<string, A>()
  let length = 0
  return {
    get: (key) => {
      const value = kept.get(key)
      if (value === undefined) return undefined
      kept.delete(key)
      kept.set(key, value)
      return value
    },
    set: (key, value) => {
      if (kept.delete(key)) length -= key.length
      kept.set(key, value)
      length += key.length
      for (const oldest of kept.keys()) {
        if (length <= limit || oldest === key) break
        kept.delete(oldest)
        length -= oldest.length
      }
    },
  }
}

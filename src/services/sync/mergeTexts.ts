import { diff3Merge } from "node-diff3"

type Tokens = ReadonlyArray<string>

interface Grain {
  readonly split: (text: string) => Tokens
  /** What keeps two tokens apart that did not stand beside each other. */
  readonly between: string
}

/** Finest first. A word has the space before it, which would otherwise be a token that every text is full of. */
const grains: ReadonlyArray<Grain> = [
  { split: (text) => text.match(/\s*\S+|\s+$/g) ?? [], between: " " },
  { split: (text) => text.match(/[^\n]*\n|[^\n]+/g) ?? [], between: "\n" },
]

/** Steps of a comparison that may be taken, which is less than a second: the database waits meanwhile. */
const mostSteps = 300_000_000

/** Steps at worst: the cube of the length where one token is repeated again and again. */
const stepsOf = (base: Tokens, side: Tokens): number => {
  const counts = new Map<string, number>()
  for (const token of base) counts.set(token, (counts.get(token) ?? 0) + 1)
  const pairs = side.reduce((sum, token) => sum + (counts.get(token) ?? 0), 0)
  return pairs * Math.min(base.length, side.length)
}

/** The parts between what all three begin and end with, which needs no comparison. */
const middleOf = (base: Tokens, local: Tokens, cloud: Tokens) => {
  const least = Math.min(base.length, local.length, cloud.length)
  const isCommon = (at: number) => base.at(at) === local.at(at) && base.at(at) === cloud.at(at)
  let start = 0
  while (start < least && isCommon(start)) start += 1
  let end = 0
  while (end < least - start && isCommon(-1 - end)) end += 1
  const middle = (tokens: Tokens) => tokens.slice(start, tokens.length - end)
  return {
    before: base.slice(0, start),
    middles: [middle(base), middle(local), middle(cloud)] as const,
    after: base.slice(base.length - end),
  }
}

const apart = (a: string, b: string, between: string) =>
  a === "" || b === "" || /\s$/.test(a) || /^\s/.test(b) ? a + b : a + between + b

/** Null if it would take too long. */
const mergeBy = ({ between, split }: Grain, ...texts: readonly [string, string, string]): string | null => {
  const [base, local, cloud] = [split(texts[0]), split(texts[1]), split(texts[2])]
  const { after, before, middles } = middleOf(base, local, cloud)
  const [original, ours, theirs] = middles
  if (stepsOf(original, ours) + stepsOf(original, theirs) > mostSteps) return null
  const merged = diff3Merge<string>([...ours], [...original], [...theirs], { excludeFalseConflicts: true })
  const parts = merged.map(({ conflict, ok }) =>
    conflict === undefined ? (ok ?? []).join("") : apart(conflict.b.join(""), conflict.a.join(""), between),
  )
  return [before.join(""), ...parts, after.join("")].join("")
}

/**
 * Both changes of a text, merged word by word, or line by line where words would take too long. Where both changed the
 * same words, both are kept, the cloud's first. Two texts without a common beginning, or too long even by lines, stand
 * one below the other.
 */
export const mergeTexts = (base: string | null, local: string, cloud: string): string => {
  if (local === cloud || cloud === base) return local
  if (local === base) return cloud
  if (base !== null) {
    for (const grain of grains) {
      const merged = mergeBy(grain, base, local, cloud)
      if (merged !== null) return merged
    }
  }
  return `${cloud}\n\n${local}`
}

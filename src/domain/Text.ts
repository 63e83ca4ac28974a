import { Schema } from "effect"

/**
 * Text that SQLite, PostgreSQL and UTF-8 all give back as it went in: no NUL, which ends a C string, and no
 * half of a surrogate pair, which UTF-8 cannot write.
 */
const storable = (text: string) => {
  if (text.includes("\u0000")) return "has a NUL character"
  return text.isWellFormed() ? undefined : "has half of a surrogate pair"
}

/** What stands in place of a text that nobody can have back, while the row that it belonged to is still needed. */
export const erasedText = "[erased]"

/** UTF-16 units of a title. A longer one is refused, never cut. */
export const maxTitleLength = 500

/** UTF-8 bytes of a message's text: 1 MiB, about the length of a long novel. */
export const maxContentBytes = 1_048_576

/** UTF-16 units of a name, an address or a folder. */
export const maxNameLength = 200

const filled = (text: string) => (text.trim() === "" ? "is empty" : undefined)

const atMost = (limit: number) => (text: string) =>
  text.length > limit ? `has ${text.length} characters, ${limit} are allowed` : undefined

const check = (text: string, ...rules: ReadonlyArray<(text: string) => string | undefined>) =>
  rules.reduce<string | undefined>((problem, rule) => problem ?? rule(text), undefined)

/** What is wrong with a title, as the end of "the title …"; undefined if nothing is. */
export const titleProblem = (text: string) => check(text, filled, storable, atMost(maxTitleLength))

export const Title = Schema.String.pipe(Schema.filter(titleProblem))

export const Name = Schema.String.pipe(
  Schema.filter((text) => check(text, filled, storable, atMost(maxNameLength))),
)

/** Text of any size below the limit of a message, empty included: drafts, prompts. */
export const LongText = Schema.String.pipe(Schema.filter(storable))

/** What somebody said. Its size is checked before it is decoded: see `PayloadTooLarge`. */
export const Content = Schema.String.pipe(Schema.filter((text) => check(text, filled, storable)))

/** Bytes that the text takes in UTF-8, without encoding it. */
export const utf8Bytes = (text: string): number => {
  let bytes = 0
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    // each half of a surrogate pair counts two of the pair's four bytes
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3
  }
  return bytes
}

/** The first line of what somebody wrote, short enough for a list: the title of a chat that was given none. */
export const titleFrom = (content: string): string => {
  const line = content.trim().split("\n", 1)[0]?.trim() ?? ""
  const characters = Array.from(line)
  return characters.length <= 60 ? line : `${characters.slice(0, 59).join("").trimEnd()}…`
}

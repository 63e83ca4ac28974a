import type { Links, Token, Tokens } from "marked"
import remend from "remend"
import type { Block } from "./MarkdownWire.ts"
import { readCut } from "./mathTokens.ts"
import { lex, renderBlock } from "./renderer.ts"

/** The last blocks of a text can still become others by what follows: the last two, as the start of one may end another. */
const openBlocks = 2

interface Placed {
  readonly token: Token
  readonly key: number
}

/** What changed: the first `keep` blocks did not. */
export interface Change {
  readonly keep: number
  readonly blocks: ReadonlyArray<Block>
}

const isShown = ({ token }: Placed) => token.type !== "space" && token.type !== "def"

const isList = (token: Token): token is Tokens.List => token.type === "list"

const isDefinition = (token: Token): token is Tokens.Def => token.type === "def"

/** The names in brackets of a text, as link definitions are looked up. */
const labelsIn = (raw: string): ReadonlySet<string> =>
  new Set(Array.from(raw.matchAll(/\[([^[\]]+)\]/g), ([, label = ""]) => normalLabel(label)))

const normalLabel = (label: string) => label.toLowerCase().replace(/\s+/g, " ")

/** The link definitions in tokens, also those inside of quotes and lists. */
const definitionsIn = (tokens: ReadonlyArray<Token>): ReadonlyArray<Tokens.Def> =>
  tokens.flatMap((token) => {
    if (isDefinition(token)) return [token]
    if (isList(token)) return definitionsIn(token.items)
    return token.type === "blockquote" || token.type === "list_item" ? definitionsIn(token.tokens ?? []) : []
  })

/** With `\n` alone at the ends of lines. */
const normalBreaks = (text: string) => text.replace(/\r\n|\r/g, "\n")

/**
 * A text that grows, as blocks. What can no longer change is read once: an addition costs as much as the last blocks
 * are long, whatever stands before them. However it was cut, the blocks of a text that has ended are those of the whole.
 */
export const makeDocument = () => {
  let text = ""
  /** Up to here every block has settled. */
  let settledLength = 0
  let settled: Array<Block> = []
  /** Up to here the lines that have ended were looked through for blocks that settle. */
  let readTo = 0
  const links: Links = {}
  /** Which settled blocks name something in brackets that is not defined, or was not. */
  const naming = new Map<string, Array<number>>()
  /** A `\r` at the end, until it is known whether a `\n` follows. */
  let carry = ""

  const take = (added: string, writing: boolean) => {
    const all = carry + added
    carry = writing && all.endsWith("\r") ? "\r" : ""
    text += normalBreaks(carry === "" ? all : all.slice(0, -1))
  }

  /** Where each token begins. */
  const placed = (tokens: ReadonlyArray<Token>): ReadonlyArray<Placed> => {
    let key = settledLength
    return tokens.map((token) => {
      const one = { token, key }
      key += token.raw.length
      return one
    })
  }

  /** Reads a settled block again, now that more is defined. */
  const again = (at: number) => {
    const block = settled[at]
    if (block === undefined) return
    const raw = text.slice(block.key, settled[at + 1]?.key ?? settledLength)
    const token = readCut(() => lex(raw, links)).find(({ type }) => type !== "space" && type !== "def")
    if (token !== undefined) settled[at] = renderBlock(token, block.key, false)
  }

  /** Settles these and answers the first block that changed by it, of those that had settled before. */
  const settle = (all: ReadonlyArray<Placed>, end: number): number => {
    const before = settled.length
    for (const { token, key } of all.filter(isShown)) {
      if (token.type !== "code" && token.type !== "mathBlock") {
        for (const label of labelsIn(token.raw)) {
          if (links[label] !== undefined) continue
          const at = naming.get(label)
          if (at === undefined) naming.set(label, [settled.length])
          else at.push(settled.length)
        }
      }
      settled.push(renderBlock(token, key, false))
    }
    settledLength = end
    const defined = definitionsIn(all.map(({ token }) => token)).filter(
      ({ tag, href, title }) => links[tag] === undefined && ((links[tag] = { href, title }), true),
    )
    const stale = new Set(defined.flatMap(({ tag }) => naming.get(tag) ?? []))
    for (const at of stale) again(at)
    return Math.min(before, ...stale)
  }

  /** The last block as it is going to be: what is half written is closed. */
  const openEnd = ({ token, key }: Placed): ReadonlyArray<Block> => {
    if (token.type === "code" || token.type === "mathBlock") return [renderBlock(token, key, true)]
    const repaired = remend(token.raw, { linkMode: "text-only", images: false })
    return lex(repaired, links)
      .filter(({ type }) => type !== "space" && type !== "def")
      .map((it, at) => renderBlock(it, key + at, true))
  }

  /** Settles what no more text can change, going by the lines that have ended, and answers what stayed as it was. */
  const settleEnded = (): number => {
    const lineEnd = text.lastIndexOf("\n") + 1
    if (lineEnd <= readTo) return settled.length
    readTo = lineEnd
    const all = placed(lex(text.slice(settledLength, lineEnd), links))
    const end = all.filter(({ token }) => token.type !== "space").slice(-openBlocks)[0]?.key ?? settledLength
    // what is defined in an open block may turn out to be no definition: nothing that settles may rest on it
    const rests = definitionsIn(all.filter(({ key }) => key >= end).map(({ token }) => token)).length > 0
    const closed = rests
      ? placed(readCut(() => lex(text.slice(settledLength, end), links)))
      : all.filter(({ key }) => key < end)
    return settle(closed, end)
  }

  /** Takes what was added and answers the blocks that changed. `writing`: more will come. */
  const add = (added: string, writing: boolean): Change => {
    take(added, writing)
    if (!writing) {
      const keep = settle(placed(lex(text.slice(settledLength), links)), text.length)
      return { keep, blocks: settled.slice(keep) }
    }
    const keep = settleEnded()
    const open = placed(lex(text.slice(settledLength), links)).filter(({ token }) => token.type !== "space")
    const last = open.at(-1)
    const before = open.slice(0, -1).filter(isShown)
    const blocks = before.map(({ token, key }) => renderBlock(token, key, false))
    const end = last === undefined || !isShown(last) ? [] : openEnd(last)
    return { keep, blocks: [...settled.slice(keep), ...blocks, ...end] }
  }

  /** All blocks again, for when more can be rendered than before. */
  const whole = (writing: boolean): Change => {
    const all = text
    text = ""
    settledLength = 0
    readTo = 0
    settled = []
    naming.clear()
    for (const label of Object.keys(links)) delete links[label]
    return { ...add(all, writing), keep: 0 }
  }

  return { add, whole } as const
}

export type GrowingDocument = ReturnType<typeof makeDocument>

import { Either, Option, Predicate, Schema } from "effect"
import type { Prompt } from "../../domain/assistant/Prompt.ts"
import type { Skipped, SkipReason } from "../../domain/transfer/Import.ts"
import { formatOf } from "./formats.ts"
import type { ImportedChat, ImportedMessage, Piece } from "./ImportedChat.ts"
import type { Found } from "./readFile.ts"
import { maxItemBytes } from "./splitItems.ts"
import { type TidyChat, tidyChat, tidyHead, tidyMessages, type TidyMessage } from "./tidyChat.ts"

/** A chat of a file, and what became of it so far. */
export interface Arriving {
  readonly file: string
  readonly chat: TidyChat
  /** Whose export it comes from, if it says so. */
  readonly person: string | null
  fate: "unknown" | "made" | "there" | SkipReason
  /** Messages that are new here. */
  added: number
}

/** A row that is to be added: a chat, or a message of one that comes before it. */
export interface ArrivingRow {
  readonly of: Arriving
  /** Null for the chat itself. */
  readonly message: TidyMessage | null
}

const parse = Schema.decodeUnknownOption(Schema.parseJson(Schema.Unknown))

const titleIn = (item: unknown): string | null => {
  if (!Predicate.isRecord(item)) return null
  const title = item["title"] ?? item["name"]
  return typeof title === "string" && title.trim() !== "" ? title.slice(0, 200) : null
}

/** What cannot be read is remembered until it is known whether its file has chats; more of it says nothing new. */
const maxStrange = 500

/**
 * Makes rows of what is found in one file, which may be an archive. The chats of a file are open until they are known to
 * have no more messages.
 */
export const makeGathering = (file: string) => {
  const rows: Array<ArrivingRow> = []
  const prompts: Array<Prompt> = []
  const skipped: Array<Skipped> = []
  /** Chats whose messages come after all of them. */
  const heads = new Map<string, { readonly of: Arriving; readonly head: ImportedChat }>()
  const known = new Set<string>()
  const strange: Array<Skipped> = []
  let group: { readonly key: string; readonly messages: Array<ImportedMessage>; units: number } | undefined
  let person: string | null = null
  let isTooNew = false

  const arrive = (name: string, chat: TidyChat) => {
    const of: Arriving = { file: name, chat, person, fate: "unknown", added: 0 }
    rows.push({ of, message: null }, ...chat.messages.map((message) => ({ of, message })))
    return of
  }

  /** The messages that followed each other and are of one chat. */
  const endGroup = (now: number) => {
    const found = group === undefined ? undefined : heads.get(group.key)
    if (group !== undefined && found !== undefined) {
      const { head, of } = found
      const { messages } = group
      for (const message of tidyMessages({ active: head.active, messages }, of.chat.createdAt, now)) {
        rows.push({ of, message })
      }
    }
    group = undefined
  }

  const takeMessage = (name: string, key: string, message: ImportedMessage, now: number) => {
    if (!heads.has(key)) {
      strange.push({ file: name, title: null, reason: "broken" })
      return
    }
    if (group === undefined || group.key !== key || group.units > maxItemBytes / 2) {
      endGroup(now)
      group = { key, messages: [], units: 0 }
    }
    group.messages.push(message)
    group.units += message.content.length
  }

  const takePiece = (name: string, item: unknown, piece: Piece, now: number) => {
    switch (piece._tag) {
      case "Chat": {
        const tidy = tidyChat(piece.chat, now)
        if (Either.isRight(tidy)) arrive(name, tidy.right)
        else skipped.push({ file: name, title: titleIn(item), reason: tidy.left })
        return
      }
      case "Head":
        heads.set(piece.chat.key, { of: arrive(name, tidyHead(piece.chat, now, "")), head: piece.chat })
        return
      case "Message":
        return takeMessage(name, piece.chat, piece.message, now)
      case "Prompt":
        prompts.push(piece.prompt)
        return
      case "Manifest":
        person = piece.person
    }
  }

  const isStrange = (name: string, title: string | null, reason: SkipReason) => {
    if (strange.length < maxStrange) strange.push({ file: name, title, reason })
  }

  /** @param now milliseconds since 1970 */
  const take = ({ file: name, item }: Found, now: number): void => {
    if (isTooNew) return
    if (item._tag !== "Text") return isStrange(name, null, item._tag === "CutOff" ? "cut-off" : "too-large")
    const value = parse(item.text)
    const format = Option.isSome(value) ? formatOf(value.value) : undefined
    if (Option.isNone(value) || format === undefined) {
      return isStrange(name, titleIn(Option.getOrNull(value)), "broken")
    }
    known.add(name)
    const piece = format.pieceIn(value.value)
    if (Either.isRight(piece)) return takePiece(name, value.value, piece.right, now)
    isTooNew = piece.left === "too-new"
    skipped.push({ file: name, title: titleIn(value.value), reason: piece.left })
  }

  /**
   * The file has ended.
   *
   * @param isWhole whether it could be read to its end
   */
  const end = (now: number, isWhole = true): void => {
    endGroup(now)
    // an archive has files that are no chats
    skipped.push(...strange.filter((it) => known.has(it.file)))
    if (!isWhole) skipped.push({ file, title: null, reason: "unreadable" })
    else if (known.size === 0) skipped.push({ file, title: null, reason: "unknown-format" })
    heads.clear()
  }

  const taken = <A>(from: Array<A>) => from.splice(0)

  return {
    take,
    end,
    /** What was made of it since the last time. */
    rows: () => taken(rows),
    prompts: () => taken(prompts),
    skipped: () => taken(skipped),
    /** Whether more may come of the chat. */
    isOpen: ({ chat }: Arriving) => heads.has(chat.key),
  }
}

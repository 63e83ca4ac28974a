import type { ChatRow } from "../../domain/Chat.ts"
import type { SearchHit, SnippetPart } from "../../domain/SearchHit.ts"
import type { ActionId } from "../actions/actionList.ts"
import { fuzzy } from "./fuzzy.ts"
import { paletteWords } from "./paletteWords.ts"
import type { Suggestion } from "./suggestions.ts"

type Parts = ReadonlyArray<SnippetPart>

/** A line of the palette. */
export type PaletteItem =
  | { readonly _tag: "Command"; readonly id: ActionId; readonly parts: Parts }
  | { readonly _tag: "Hit"; readonly hit: SearchHit; readonly title: Parts }
  | { readonly _tag: "Suggestion"; readonly suggestion: Suggestion }

export interface PaletteGroup {
  readonly name: string
  readonly items: ReadonlyArray<PaletteItem>
}

/** So many of each kind beside the others. */
const few = 5
const recent = 8
const titles = 8

const plain = (text: string): Parts => [{ text, match: false }]

const asHit = ({ archived, deletedAt, id, title, activeAt }: ChatRow): SearchHit => ({
  chatId: id,
  messageId: null,
  title,
  snippet: [],
  archived,
  deleted: deletedAt !== null,
  createdAt: activeAt,
})

const hitItem = (hit: SearchHit, title: Parts = plain(hit.title)): PaletteItem => ({
  _tag: "Hit",
  hit,
  title,
})

interface Command {
  readonly id: ActionId
  readonly name: string
}

const commandItems = (
  sought: string,
  commands: ReadonlyArray<Command>,
  limit: number,
): ReadonlyArray<PaletteItem> =>
  sought === ""
    ? commands.map(({ id, name }) => ({ _tag: "Command", id, parts: plain(name) }))
    : fuzzy(sought, commands, ({ name }) => name, limit).map(({ item: { id }, parts }) => ({
        _tag: "Command",
        id,
        parts,
      }))

/** The chats whose title the index found, and those that were typed in haste, each once. */
const chatItems = (
  text: string,
  chats: ReadonlyArray<ChatRow>,
  hits: ReadonlyArray<SearchHit>,
): ReadonlyArray<PaletteItem> => {
  const found = hits.filter(({ messageId }) => messageId === null)
  const known = new Set(found.map(({ chatId }) => chatId))
  const nearly = fuzzy(text, chats, ({ title }) => title, titles).filter(({ item }) => !known.has(item.id))
  return [
    ...found.map((hit) => hitItem(hit, hit.snippet.length > 0 ? hit.snippet : plain(hit.title))),
    ...nearly
      .slice(0, Math.max(0, titles - found.length))
      .map(({ item, parts }) => hitItem(asHit(item), parts)),
  ]
}

interface Asked {
  /** As it was typed. */
  readonly typed: string
  /** The words, without operators. */
  readonly text: string
  readonly isFiltered: boolean
  readonly commands: ReadonlyArray<Command>
  /** The newest first. */
  readonly chats: ReadonlyArray<ChatRow>
  /** What the worker found for the words and the filters. */
  readonly hits: ReadonlyArray<SearchHit>
  readonly suggestions: ReadonlyArray<Suggestion>
}

/** What the palette lists, in groups that are not empty. */
export const paletteGroups = (asked: Asked): ReadonlyArray<PaletteGroup> => {
  const { chats, commands, hits, isFiltered, suggestions, text, typed } = asked
  const groups: Array<PaletteGroup> = []
  if (typed.startsWith(">")) {
    const sought = typed.slice(1).trim()
    groups.push({ name: paletteWords.commands, items: commandItems(sought, commands, commands.length) })
  } else if (typed.trim() === "") {
    groups.push({
      name: paletteWords.recent,
      items: chats.slice(0, recent).map((chat) => hitItem(asHit(chat))),
    })
  } else {
    groups.push({
      name: paletteWords.suggestions,
      items: suggestions.map((suggestion) => ({ _tag: "Suggestion", suggestion })),
    })
    if (!isFiltered) groups.push({ name: paletteWords.commands, items: commandItems(text, commands, few) })
    groups.push({
      name: paletteWords.chats,
      items: isFiltered
        ? hits.filter(({ messageId }) => messageId === null).map((hit) => hitItem(hit))
        : chatItems(text, chats, hits),
    })
    groups.push({
      name: paletteWords.messages,
      items: hits.filter(({ messageId }) => messageId !== null).map((hit) => hitItem(hit)),
    })
  }
  return groups.filter(({ items }) => items.length > 0)
}

/** Tells an item from the others, also when the list around it has changed. */
export const keyOf = (item: PaletteItem): string => {
  switch (item._tag) {
    case "Command":
      return `command ${item.id}`
    case "Hit":
      return `hit ${item.hit.chatId} ${item.hit.messageId ?? ""}`
    case "Suggestion":
      return `suggestion ${item.suggestion.typed}`
  }
}

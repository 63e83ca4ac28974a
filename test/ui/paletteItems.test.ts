import { assert, describe, it } from "@effect/vitest"
import type { ChatRow } from "../../src/domain/Chat.ts"
import type { SearchHit } from "../../src/domain/SearchHit.ts"
import { parseSearch } from "../../src/domain/search/SearchQuery.ts"
import { paletteGroups, type PaletteItem } from "../../src/ui/palette/paletteItems.ts"
import { suggestionsFor } from "../../src/ui/palette/suggestions.ts"
import { chatIdOf, messageIdOf } from "../support/ids.ts"

const chat = (n: number, title: string): ChatRow => ({
  id: chatIdOf(n),
  title,
  model: null,
  systemPrompt: null,
  folder: null,
  pinned: false,
  archived: false,
  createdAt: n,
  activeAt: n,
  deletedAt: null,
})

const chats = [chat(0, "Quarterly budget"), chat(1, "Élan vital"), chat(2, "Bread")]
const commands = [
  { id: "newChat", name: "New chat" },
  { id: "darkTheme", name: "Dark theme" },
] as const

const message: SearchHit = {
  chatId: chatIdOf(2),
  messageId: messageIdOf(0),
  title: "Bread",
  snippet: [],
  archived: false,
  deleted: false,
  createdAt: 0,
}

const shown = (item: PaletteItem): string => {
  switch (item._tag) {
    case "Command":
      return item.id
    case "Hit":
      return `${item.hit.title}${item.hit.messageId === null ? "" : " (message)"}`
    case "Suggestion":
      return item.suggestion.typed
  }
}

const groupsFor = (typed: string, hits: ReadonlyArray<SearchHit> = []) => {
  const query = parseSearch(typed)
  const groups = paletteGroups({
    typed,
    text: query.text,
    isFiltered: Object.keys(query).length > 1,
    commands,
    chats,
    hits,
    suggestions: suggestionsFor(typed, ["Work", "Big plans"]),
  })
  return Object.fromEntries(groups.map(({ items, name }) => [name, items.map(shown)]))
}

describe("the palette", () => {
  it("lists recent chats while nothing is typed", () => {
    assert.deepStrictEqual(groupsFor(""), { "Recent chats": ["Quarterly budget", "Élan vital", "Bread"] })
  })

  it("lists commands alone after >, all of them or those that are meant", () => {
    assert.deepStrictEqual(groupsFor(">"), { Commands: ["newChat", "darkTheme"] })
    assert.deepStrictEqual(groupsFor("> drk"), { Commands: ["darkTheme"] })
  })

  it("finds titles as they are typed in haste and without their accents, and lists messages below", () => {
    assert.deepStrictEqual(groupsFor("qbud"), { Chats: ["Quarterly budget"] })
    assert.deepStrictEqual(groupsFor("elan"), { Chats: ["Élan vital"] })
    assert.deepStrictEqual(groupsFor("brea", [message]), { Chats: ["Bread"], Messages: ["Bread (message)"] })
  })

  it("names a chat once that the index and the haste both find", () => {
    assert.deepStrictEqual(groupsFor("bread", [{ ...message, messageId: null }]), { Chats: ["Bread"] })
  })

  it("leaves to the worker what filters leave", () => {
    assert.deepStrictEqual(groupsFor("from:me bread", [message]), { Messages: ["Bread (message)"] })
  })

  it("completes an operator that is begun, and keeps what stands before it", () => {
    assert.deepStrictEqual(groupsFor("whale in:b"), { "Narrow by": ['in:"Big plans" whale '] })
    assert.deepStrictEqual(suggestionsFor("in:Work", ["Work"]), [])
    assert.deepStrictEqual(suggestionsFor("whale", ["Work"]), [])
  })
})

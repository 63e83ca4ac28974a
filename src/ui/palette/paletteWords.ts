import type { Role } from "../../domain/Message.ts"
import type { SearchShelf } from "../../domain/search/SearchFilters.ts"

export const paletteWords = {
  title: "Search chats and messages, and commands",
  field: "Search",
  placeholder: "Search, or > for commands",
  results: "Results",
  recent: "Recent chats",
  chats: "Chats",
  messages: "Messages",
  commands: "Commands",
  suggestions: "Narrow by",
  archived: "Archived",
  deleted: "In the trash",
  filters: "Filters",
  nothing: (text: string) => `Nothing found for “${text}”.`,
  nothingLeft: "No chat is left by these filters.",
  noCommand: (text: string) => `There is no command “${text}” here.`,
  clear: "Clear filters",
  select: (count: number) => (count === 1 ? "Select the chat" : `Select these ${count} chats`),
}

export const roleNames: Readonly<Record<Role, string>> = {
  user: "From me",
  assistant: "From the assistant",
  system: "From the system",
}

export const shelfNames: Readonly<Record<SearchShelf, string>> = {
  active: "Not archived",
  archived: "Archived",
  trash: "In the trash",
  everywhere: "Everywhere, the trash too",
}

export const filterWords = {
  here: "This chat",
  pinned: "Pinned",
  folder: (name: string) => `In ${name}`,
  lastDays: (days: number) => `Last ${days} days`,
  choose: {
    role: "Who",
    where: "Where",
    when: "When",
    folder: "Folder",
    from: "From",
    to: "Up to",
  },
  anyone: "Anyone",
  anywhere: "All but the trash",
  anytime: "Any time",
  anyFolder: "Any folder",
  between: "Between two days…",
}

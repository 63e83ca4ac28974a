import { printSearch, type SearchQuery, parseSearch } from "../../domain/search/SearchQuery.ts"
import { filterWords, roleNames, shelfNames } from "./paletteWords.ts"

/** An operator that the half-typed end of the field may become. */
export interface Suggestion {
  readonly name: string
  /** The whole field, once it is taken. */
  readonly typed: string
}

interface Known {
  readonly operator: string
  readonly name: string
  readonly filter: Omit<SearchQuery, "text">
}

const known = (folders: ReadonlyArray<string>): ReadonlyArray<Known> => [
  { operator: "from:me", name: roleNames.user, filter: { role: "user" } },
  { operator: "from:assistant", name: roleNames.assistant, filter: { role: "assistant" } },
  { operator: "is:here", name: filterWords.here, filter: { here: true } },
  { operator: "is:pinned", name: filterWords.pinned, filter: { pinned: true } },
  { operator: "is:archived", name: shelfNames.archived, filter: { shelf: "archived" } },
  { operator: "is:trash", name: shelfNames.trash, filter: { shelf: "trash" } },
  { operator: "is:everywhere", name: shelfNames.everywhere, filter: { shelf: "everywhere" } },
  ...folders.map((folder) => ({
    operator: `in:${folder}`,
    name: filterWords.folder(folder),
    filter: { folder },
  })),
]

const atMost = 6

/** For a field that ends in `in:`, `from:wo` and the like. */
export const suggestionsFor = (typed: string, folders: ReadonlyArray<string>): ReadonlyArray<Suggestion> => {
  const end = /(?:^|\s)((?:from|is|in):"?[^":]*)$/.exec(typed)
  const begun = end?.[1]
  if (end === null || begun === undefined) return []
  const sought = begun.replace('"', "").toLowerCase()
  const before = parseSearch(typed.slice(0, end.index))
  return known(folders)
    .filter(({ operator }) => operator.toLowerCase().startsWith(sought) && operator !== begun)
    .slice(0, atMost)
    .map(({ filter, name }) => ({ name, typed: `${printSearch({ ...before, ...filter })} ` }))
}

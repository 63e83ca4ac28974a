import { Schema } from "effect"
import { ChatId } from "../Ids.ts"
import { Role } from "../Message.ts"
import { Millis } from "../Scalars.ts"
import { Name } from "../Text.ts"

/** Where to look. Without one: what is in use and what was archived, and not the trash. */
export const SearchShelf = Schema.Literal("active", "archived", "trash", "everywhere")
export type SearchShelf = typeof SearchShelf.Type

/** What narrows a search. What is absent narrows nothing. */
export const SearchFilters = Schema.partialWith(
  Schema.Struct({
    /** Messages of one speaker; no titles then, as nobody says them. */
    role: Role,
    /** Written at this time or later: milliseconds since 1970. */
    after: Millis,
    /** Written earlier than this: milliseconds since 1970. */
    before: Millis,
    pinned: Schema.Literal(true),
    shelf: SearchShelf,
    folder: Name,
    /** In this conversation alone. */
    chatId: ChatId,
  }),
  { exact: true },
)
export type SearchFilters = typeof SearchFilters.Type

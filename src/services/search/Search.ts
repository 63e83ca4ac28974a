import { SqlClient } from "@effect/sql"
import { Effect, Order } from "effect"
import type { SearchHit } from "../../domain/SearchHit.ts"
import type { SearchFilters } from "../../domain/search/SearchFilters.ts"
import { hiddenInTrash } from "../chat/hiddenInTrash.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { Identity } from "../device/Identity.ts"
import { score, snippet } from "./rank.ts"
import { chatFilter, chatTime, messageFilter } from "./filterSql.ts"
import { lastAsBeginning, occurrences, termsOf, wholeWords } from "./terms.ts"

/**
 * Only the newest so many matches are ranked: a common word must not cost more in a million messages than in ten
 * thousand. FTS5 gives them in this order without looking at the others.
 */
const candidates = 200

/** Chats in the trash are in no index of titles: so many of the newest are looked through. */
const trashed = 2_000

/** What the queries below select; its values were checked when they were written. */
interface Found extends Omit<SearchHit, "snippet" | "archived" | "deleted"> {
  readonly text: string
  readonly archived: number
  readonly deleted: number
}

interface Query {
  readonly text: string
  readonly limit: number
  readonly filters?: SearchFilters
}

const bestFirst = Order.combine(
  Order.reverse(Order.mapInput(Order.number, ({ score }: Found & { readonly score: number }) => score)),
  Order.reverse(Order.mapInput(Order.number, ({ createdAt }) => createdAt)),
)

const hitOf = (found: Found, pieces: SearchHit["snippet"]): SearchHit => {
  const { archived, chatId, createdAt, deleted, messageId, title } = found
  return {
    chatId,
    messageId,
    title,
    snippet: pieces,
    archived: archived === 1,
    deleted: deleted === 1,
    createdAt,
  }
}

/** Full-text search over titles and messages. */
export class Search extends Effect.Service<Search>()("openchat/Search", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const { userId } = yield* Identity

    const chatColumns = sql.literal(
      `c.id AS "chatId", NULL AS "messageId", c.title, c.title AS text, c.archived,
       c.deleted_at IS NOT NULL AS deleted, c.created_at AS "createdAt"`,
    )

    const inIndex = (match: string, filters: SearchFilters) =>
      sql<Found>`WITH found AS (
            SELECT rowid FROM chat_fts WHERE chat_fts MATCH ${match} ORDER BY rowid DESC LIMIT ${candidates}
          )
          SELECT ${chatColumns}
          FROM found JOIN chat c ON c.row_id = found.rowid
          WHERE c.user_id = ${userId} AND ${sql.and([chatFilter(sql, filters), ...chatTime(sql, filters)])}`

    const inTrash = (terms: ReadonlyArray<string>, filters: SearchFilters) =>
      Effect.map(
        sql<Found>`SELECT ${chatColumns} FROM chat c
          WHERE c.user_id = ${userId} AND c.deleted_at IS NOT NULL AND NOT ${hiddenInTrash(sql, "c")}
            AND ${sql.and([chatFilter(sql, filters), ...chatTime(sql, filters)])}
          ORDER BY c.deleted_at DESC LIMIT ${trashed}`,
        (rows) =>
          rows.filter(({ text }) => {
            const found = new Set(occurrences(text, terms).map(({ term }) => term))
            return found.size === new Set(terms).size
          }),
      )

    /** Nobody says a title, and it is not in the chat. */
    const titles = Effect.fnUntraced(function* (terms: ReadonlyArray<string>, filters: SearchFilters) {
      if (filters.role !== undefined || filters.chatId !== undefined) return []
      const { shelf } = filters
      const indexed = shelf === "trash" ? [] : yield* inIndex(lastAsBeginning(terms), filters)
      const deleted = shelf === "trash" || shelf === "everywhere" ? yield* inTrash(terms, filters) : []
      return [...indexed, ...deleted]
    })

    // CROSS JOIN keeps the index first; what is in the trash must not take the places of what is not
    const messages = (match: string, filters: SearchFilters) =>
      sql<Found>`SELECT m.chat_id AS "chatId", m.id AS "messageId", c.title, m.content AS text, c.archived,
                 c.deleted_at IS NOT NULL AS deleted, m.created_at AS "createdAt"
          FROM message_fts CROSS JOIN message m ON m.row_id = message_fts.rowid CROSS JOIN chat c ON c.id = m.chat_id
          WHERE message_fts MATCH ${match} AND c.user_id = ${userId}
            AND ${sql.and([...messageFilter(sql, filters), chatFilter(sql, filters)])}
          ORDER BY message_fts.rowid DESC LIMIT ${candidates}`

    /**
     * Whole words first. For a beginning of more letters than the index has prefixes for, FTS5 collects every match
     * before it gives the first; where the words themselves have matches enough, that is not needed.
     */
    const messagesWith = (terms: ReadonlyArray<string>, filters: SearchFilters) =>
      Effect.filterOrElse(
        messages(wholeWords(terms), filters),
        (found) => found.length >= candidates,
        () => messages(lastAsBeginning(terms), filters),
      )

    /** Without a word to look for: what the filters leave, the newest first. */
    const chatsLeft = (filters: SearchFilters, limit: number) =>
      sql<Found>`SELECT ${chatColumns} FROM chat c
        WHERE c.user_id = ${userId} AND NOT ${hiddenInTrash(sql, "c")}
          AND ${sql.and([chatFilter(sql, filters), ...chatTime(sql, filters)])}
        ORDER BY c.active_at DESC, c.id DESC LIMIT ${limit}`

    const ranked = (found: ReadonlyArray<Found>, terms: ReadonlyArray<string>, limit: number) => {
      return found
        .map((it) => ({ ...it, score: score(it.text, terms) }))
        .toSorted(bestFirst)
        .slice(0, limit)
        .map((it) => hitOf(it, snippet(it.text, terms)))
    }

    /** Titles come before messages: a chat that is about the thing before one that mentions it. */
    const find = Effect.fn("Search.find")(function* ({ filters = {}, limit, text }: Query) {
      const terms = termsOf(text)
      if (terms.length === 0) {
        const narrows = Object.keys(filters).some((name) => name !== "chatId" && name !== "role")
        return narrows ? (yield* chatsLeft(filters, limit)).map((it) => hitOf(it, [])) : []
      }
      const titleHits = ranked(yield* titles(terms, filters), terms, limit)
      const found = yield* messagesWith(terms, filters)
      return [...titleHits, ...ranked(found, terms, limit - titleHits.length)]
    }, withStorageErrors)

    /** Makes the indexes anew from the rows. */
    const rebuild = Effect.gen(function* () {
      yield* sql`INSERT INTO message_fts (message_fts) VALUES ('rebuild')`
      yield* sql`INSERT INTO chat_fts (chat_fts) VALUES ('rebuild')`
    }).pipe(sql.withTransaction, withStorageErrors, Effect.withSpan("Search.rebuild"))

    /** Fails with `StorageCorrupt` if an index and its rows differ. */
    const check = Effect.gen(function* () {
      yield* sql`INSERT INTO message_fts (message_fts, rank) VALUES ('integrity-check', 1)`
      yield* sql`INSERT INTO chat_fts (chat_fts, rank) VALUES ('integrity-check', 1)`
    }).pipe(withStorageErrors, Effect.withSpan("Search.check"))

    return { find, rebuild, check } as const
  }),
}) {}

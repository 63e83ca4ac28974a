import { SqlClient } from "@effect/sql"
import { Effect, Order } from "effect"
import type { SearchHit } from "../../domain/SearchHit.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { Identity } from "../device/Identity.ts"
import { score, snippet } from "./rank.ts"
import { lastAsBeginning, termsOf, wholeWords } from "./terms.ts"

/**
 * Only the newest so many matches are ranked: a common word must not cost more in a million messages than in ten
 * thousand. FTS5 gives them in this order without looking at the others.
 */
const candidates = 200

/** What the queries below select; its values were checked when they were written. */
interface Found extends Omit<SearchHit, "snippet" | "archived"> {
  readonly text: string
  readonly archived: number
}

const bestFirst = Order.combine(
  Order.reverse(Order.mapInput(Order.number, ({ score }: Found & { readonly score: number }) => score)),
  Order.reverse(Order.mapInput(Order.number, ({ createdAt }) => createdAt)),
)

/** Full-text search over titles and messages. */
export class Search extends Effect.Service<Search>()("openchat/Search", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const { userId } = yield* Identity

    const titles = (match: string) =>
      sql<Found>`WITH found AS (
            SELECT rowid FROM chat_fts WHERE chat_fts MATCH ${match} ORDER BY rowid DESC LIMIT ${candidates}
          )
          SELECT c.id AS "chatId", NULL AS "messageId", c.title, c.title AS text, c.archived,
                 c.created_at AS "createdAt"
          FROM found JOIN chat c ON c.row_id = found.rowid
          WHERE c.user_id = ${userId} AND c.deleted_at IS NULL`

    // CROSS JOIN keeps the index first; what is in the trash must not take the places of what is not
    const messages = (match: string) =>
      sql<Found>`SELECT m.chat_id AS "chatId", m.id AS "messageId", c.title, m.content AS text, c.archived,
                 m.created_at AS "createdAt"
          FROM message_fts CROSS JOIN message m ON m.row_id = message_fts.rowid CROSS JOIN chat c ON c.id = m.chat_id
          WHERE message_fts MATCH ${match} AND c.user_id = ${userId} AND c.deleted_at IS NULL
          ORDER BY message_fts.rowid DESC LIMIT ${candidates}`

    /**
     * Whole words first. For a beginning of more letters than the index has prefixes for, FTS5 collects every match
     * before it gives the first; where the words themselves have matches enough, that is not needed.
     */
    const messagesWith = (terms: ReadonlyArray<string>) =>
      Effect.filterOrElse(
        messages(wholeWords(terms)),
        (found) => found.length >= candidates,
        () => messages(lastAsBeginning(terms)),
      )

    const ranked = (found: ReadonlyArray<Found>, terms: ReadonlyArray<string>, limit: number) => {
      return found
        .map((it) => ({ ...it, score: score(it.text, terms) }))
        .toSorted(bestFirst)
        .slice(0, limit)
        .map(({ text, archived, chatId, messageId, title, createdAt }): SearchHit => {
          const pieces = snippet(text, terms)
          return { chatId, messageId, title, snippet: pieces, archived: archived === 1, createdAt }
        })
    }

    /** Titles come before messages: a chat that is about the thing before one that mentions it. */
    const find = Effect.fn("Search.find")(function* (query: {
      readonly text: string
      readonly limit: number
    }) {
      const terms = termsOf(query.text)
      if (terms.length === 0) return []
      const titleHits = ranked(yield* titles(lastAsBeginning(terms)), terms, query.limit)
      const found = yield* messagesWith(terms)
      const messageHits = ranked(found, terms, query.limit - titleHits.length)
      return [...titleHits, ...messageHits]
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

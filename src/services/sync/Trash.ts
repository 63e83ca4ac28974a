import { SqlClient } from "@effect/sql"
import type { Fragment } from "@effect/sql/Statement"
import { Effect, Option } from "effect"
import type { StorageError } from "../../domain/errors/StorageErrors.ts"
import type { QueryKey } from "../../domain/QueryKey.ts"
import { SyncConfigRepo } from "../account/SyncConfigRepo.ts"
import { hiddenInTrash } from "../chat/hiddenInTrash.ts"
import { othersTurn } from "../database/othersTurn.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { Identity } from "../device/Identity.ts"
import { LiveQueries } from "../live/LiveQueries.ts"
import { Outbox } from "./Outbox.ts"
import { RemoteRows } from "./RemoteRows.ts"
import { SharedTrash } from "./SharedTrash.ts"

/**
 * Empties the trash. A device that does not sync erases by itself the deleted chats that no server has; gone from one
 * device alone, a chat that a server has would come back without its messages when another device restores it.
 */
export class Trash extends Effect.Service<Trash>()("openchat/Trash", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const configs = yield* SyncConfigRepo
    const live = yield* LiveQueries
    const outbox = yield* Outbox
    const rows = yield* RemoteRows
    const shared = yield* SharedTrash
    const { userId } = yield* Identity

    const syncs: Effect.Effect<boolean, StorageError> = Effect.map(
      configs.byId(userId),
      Option.exists(({ mode }) => mode !== "local-only"),
    )

    const erasable = sql`c.user_id = ${userId} AND c.deleted_at IS NOT NULL AND c.version = 0
      AND NOT EXISTS (SELECT 1 FROM message k WHERE k.chat_id = c.id AND k.version > 0)`

    /** What waits to tell of the chats and of what lies in them. */
    const eventsOf = (chats: Fragment) => sql`synced = 0 AND entity_id IN (
      SELECT id FROM (${chats}) UNION ALL SELECT m.id FROM message m WHERE m.chat_id IN (${chats}))`

    const weigh = Effect.gen(function* () {
      const chats = sql`SELECT c.id FROM chat c WHERE ${erasable}`
      const [found] = yield* sql<{ chats: number; bytes: number }>`SELECT
        (SELECT count(*) FROM (${chats})) AS chats,
        (SELECT coalesce(sum(octet_length(content)), 0) FROM message WHERE chat_id IN (${chats}))
          + (SELECT coalesce(sum(octet_length(data)), 0) FROM sync_event WHERE ${eventsOf(chats)}) AS bytes`
      return found ?? { chats: 0, bytes: 0 }
    })

    const preview = Effect.gen(function* () {
      if (yield* syncs) return yield* shared.preview
      const [all] = yield* sql<{ n: number }>`
        SELECT count(*) AS n FROM chat
        WHERE user_id = ${userId} AND deleted_at IS NOT NULL AND NOT ${hiddenInTrash(sql, "chat")}`
      const { bytes, chats } = yield* weigh
      return { chats, messages: 0, bytes, kept: (all?.n ?? 0) - chats, upTo: null }
    }).pipe(withStorageErrors, Effect.withSpan("Trash.preview"))

    /** One chat in a transaction that looks again: it may have been restored, or sync begun, since the last one. */
    const eraseOne = Effect.fnUntraced(function* (until: number) {
      if (yield* syncs) return null
      const [chat] = yield* sql<{ id: string }>`
        SELECT c.id FROM chat c WHERE ${erasable} AND c.deleted_at <= ${until} LIMIT 1`
      if (chat === undefined) return null
      // first: a row for which something waits is never removed
      yield* sql`DELETE FROM sync_event WHERE ${eventsOf(sql`SELECT ${chat.id} AS id`)}`
      const keys = yield* rows.remove("chat", chat.id)
      yield* sql`DELETE FROM draft WHERE draft_key = ${chat.id}`
      return keys
    })

    const eraseAll = Effect.fnUntraced(function* (until: number, touched: Set<QueryKey>) {
      for (let chats = 0; ; chats += 1) {
        const keys = yield* sql.withTransaction(eraseOne(until))
        if (keys === null) return chats
        for (const key of keys) touched.add(key)
        yield* othersTurn
      }
    })

    /**
     * For this device alone.
     *
     * @param until milliseconds since 1970; what was thrown away later stays
     */
    const emptyHere = Effect.fn("Trash.emptyHere")(function* (until: number) {
      const touched = new Set<QueryKey>(["events"])
      const last = yield* outbox.newest
      const erased = yield* eraseAll(until, touched).pipe(Effect.ensuring(live.invalidate(touched)))
      // cut before this, the numbers have gaps that a server would refuse and have closed
      if (erased > 0) yield* outbox.closeGaps(last)
    }, withStorageErrors)

    /**
     * What the preview showed, if the device still syncs, or still does not.
     *
     * @param shown of the preview: when it was looked at, and up to which version of the server
     */
    const empty = (shown: { readonly until: number; readonly upTo: number | null }) =>
      Effect.gen(function* () {
        if (shown.upTo === null) return yield* emptyHere(shown.until)
        if (yield* syncs) return yield* shared.empty(shown.upTo)
      })

    return { preview, empty } as const
  }),
}) {}

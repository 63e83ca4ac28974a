import { SqlClient } from "@effect/sql"
import { Effect } from "effect"
import { NeedsAuth, ProtocolTooOld } from "../../domain/errors/SyncErrors.ts"
import { protocolVersion } from "../../domain/sync/Protocol.ts"
import { erasedText } from "../../domain/Text.ts"
import { hiddenInTrash } from "../chat/hiddenInTrash.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { Identity } from "../device/Identity.ts"
import { CloudApi, type CloudConnection } from "./CloudApi.ts"
import { SyncRounds } from "./SyncRounds.ts"
import { SyncState } from "./SyncState.ts"

/** S11: the trash of a device that syncs. The server empties it, and tells all devices by the rows that it erased. */
export class SharedTrash extends Effect.Service<SharedTrash>()("openchat/SharedTrash", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const cloud = yield* CloudApi
    const rounds = yield* SyncRounds
    const state = yield* SyncState
    const { deviceId, signedIn, userId } = yield* Identity

    const waits = (table: "c" | "m" | "k") =>
      sql`EXISTS (SELECT 1 FROM sync_event e WHERE e.synced = 0 AND e.entity_id = ${sql(table)}.id)`

    /** As the server will choose, and nothing here waits to change them. */
    const chatsUpTo = (upTo: number) => sql`
      SELECT c.id FROM chat c
      WHERE c.user_id = ${userId} AND c.deleted_at IS NOT NULL AND c.version > 0 AND c.version <= ${upTo}
        AND NOT ${waits("c")} AND NOT ${hiddenInTrash(sql, "c")}
        AND NOT EXISTS (SELECT 1 FROM message k
          WHERE k.chat_id = c.id AND (k.version = 0 OR k.version > ${upTo} OR ${waits("k")}))`

    const messagesUpTo = (upTo: number) => sql`
      SELECT m.id FROM message m JOIN chat c ON c.id = m.chat_id
      WHERE c.user_id = ${userId} AND m.deleted_at IS NOT NULL AND m.version > 0 AND m.version <= ${upTo}
        AND m.content <> ${erasedText} AND NOT ${waits("m")} AND m.chat_id NOT IN (${chatsUpTo(upTo)})`

    const preview = Effect.gen(function* () {
      const { place } = yield* state.standing
      const upTo = place?.cursor ?? 0
      const [found] = yield* sql<{ all: number; bytes: number; chats: number; messages: number }>`
        SELECT
          (SELECT count(*) FROM chat c WHERE c.user_id = ${userId} AND c.deleted_at IS NOT NULL
            AND NOT ${hiddenInTrash(sql, "c")}) AS "all",
          (SELECT count(*) FROM (${chatsUpTo(upTo)})) AS chats,
          (SELECT count(*) FROM (${messagesUpTo(upTo)})) AS messages,
          (SELECT coalesce(sum(octet_length(content)), 0) FROM message
            WHERE content <> ${erasedText}
              AND (chat_id IN (${chatsUpTo(upTo)}) OR id IN (${messagesUpTo(upTo)}))) AS bytes`
      const { all, bytes, chats, messages } = found ?? { all: 0, bytes: 0, chats: 0, messages: 0 }
      return { chats, messages, bytes, kept: Math.max(0, all - chats), upTo }
    }).pipe(withStorageErrors, Effect.withSpan("SharedTrash.preview"))

    /** What was typed into them on this device and not sent goes with them, if they went. */
    const dropDrafts = Effect.fnUntraced(function* (chats: ReadonlyArray<{ readonly id: string }>) {
      for (const { id } of chats) {
        yield* sql`DELETE FROM draft WHERE draft_key = ${id}
          AND EXISTS (SELECT 1 FROM chat WHERE id = ${id} AND deleted_at IS NOT NULL AND title = ${erasedText})`
      }
    }, withStorageErrors)

    /** What was restored here is told before it, and what became of it is fetched after it. */
    const emptyOver = Effect.fn("SharedTrash.emptyOver")(function* (
      connection: CloudConnection,
      upTo: number,
    ) {
      const { emptiesTrash } = yield* rounds.greet(connection)
      if (!emptiesTrash) {
        const spoken = protocolVersion
        return yield* new ProtocolTooOld({ side: "server", spoken, oldest: spoken })
      }
      yield* rounds.round(connection)
      const chats = yield* withStorageErrors(sql<{ id: string }>`${chatsUpTo(upTo)}`)
      for (;;) {
        const { place } = yield* state.standing
        if (place === null) return
        const { hasMore } = yield* connection.emptyTrash({ deviceId, place, upTo })
        if (!hasMore) break
      }
      yield* rounds.round(connection)
      yield* dropDrafts(chats)
    })

    /**
     * Erases what the preview showed, on every device; what was restored or written since stays, wherever that was.
     * Safe to make again.
     *
     * @param upTo the version of the server that the preview was of
     * @throws NeedsAuth if nobody is signed in
     * @throws Offline if the server cannot be reached
     * @throws ProtocolTooOld if the server cannot do it
     */
    const empty = Effect.fn("SharedTrash.empty")(function* (upTo: number) {
      if (!signedIn) return yield* new NeedsAuth()
      yield* Effect.scoped(Effect.flatMap(cloud.connect, (connection) => emptyOver(connection, upTo)))
    })

    return { preview, emptyOver, empty } as const
  }),
}) {}

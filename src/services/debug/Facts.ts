import { SqlClient } from "@effect/sql"
import { Effect } from "effect"
import { Database } from "../database/Database.ts"
import { schemaVersion } from "../database/Migrations.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"

/** What the debug panel shows about the database. */
export class Facts extends Effect.Service<Facts>()("openchat/Facts", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const { kind, openedIn, sqliteVersion, vfs } = yield* Database

    const read = Effect.gen(function* () {
      const [size] = yield* sql<{ bytes: number }>`
        SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()`
      const [journal] = yield* sql<{ journal_mode: string }>`PRAGMA journal_mode`
      const [counts] = yield* sql<{ chats: number; messages: number; events: number; pending: number }>`SELECT
        (SELECT count(*) FROM chat WHERE deleted_at IS NULL) AS chats,
        (SELECT count(*) FROM message WHERE deleted_at IS NULL) AS messages,
        (SELECT count(*) FROM sync_event) AS events,
        (SELECT count(*) FROM sync_event WHERE synced = 0) AS pending`
      return {
        sqliteVersion,
        schemaVersion: yield* schemaVersion(),
        storage: kind,
        vfs,
        journalMode: journal?.journal_mode ?? "unknown",
        fileSize: size?.bytes ?? 0,
        counts: counts ?? { chats: 0, messages: 0, events: 0, pending: 0 },
        openedIn,
      }
    }).pipe(Effect.provideService(SqlClient.SqlClient, sql), withStorageErrors, Effect.withSpan("Facts.read"))

    return { read } as const
  }),
}) {}

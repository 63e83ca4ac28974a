import { SqlClient } from "@effect/sql"
import { Effect } from "effect"

/** The imports that were made on this device, so that each can be undone. None of it is ever sent to the server. */
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient

  yield* sql`CREATE TABLE chat_import (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at BIGINT,
    undone_at BIGINT,
    files TEXT NOT NULL,
    counts TEXT NOT NULL,
    skipped TEXT NOT NULL
  )`

  // the chats that it made, and those to which it only added something
  yield* sql`CREATE TABLE imported_chat (
    import_id TEXT NOT NULL,
    chat_id TEXT NOT NULL,
    made INTEGER NOT NULL,
    messages BIGINT NOT NULL,
    undone_at BIGINT,
    PRIMARY KEY (import_id, chat_id)
  ) WITHOUT ROWID`
  yield* sql`CREATE INDEX imported_chat_chat ON imported_chat (chat_id)`

  // of a chat that was there before, which messages were added
  yield* sql`CREATE TABLE imported_message (
    import_id TEXT NOT NULL,
    chat_id TEXT NOT NULL,
    message_id TEXT NOT NULL,
    PRIMARY KEY (import_id, chat_id, message_id)
  ) WITHOUT ROWID`

  // thousands of changes wait after an import, and their number is asked for after each change: the index alone answers
  yield* sql`CREATE INDEX sync_event_waiting ON sync_event (device_id, number) WHERE synced = 0`
  yield* sql`CREATE INDEX sync_event_refused ON sync_event (user_id) WHERE synced = 1 AND outcome = 'refused'`
})

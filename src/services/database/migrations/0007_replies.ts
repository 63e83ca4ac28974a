import { SqlClient } from "@effect/sql"
import { Effect } from "effect"

/** Who answers, and the replies that this device has asked for. None of it is ever sent to the server. */
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient

  // without its key, which never lies in this file: see `ProviderKeys`
  yield* sql`CREATE TABLE provider (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    base_url TEXT NOT NULL,
    model TEXT,
    models TEXT NOT NULL,
    parameters TEXT NOT NULL,
    key_ending TEXT,
    created_at BIGINT NOT NULL,
    chosen_at BIGINT NOT NULL
  )`

  yield* sql`CREATE TABLE prompt (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL,
    name TEXT NOT NULL,
    content TEXT NOT NULL
  )`

  // one row for each reply that runs, or of which there is something to say
  yield* sql`CREATE TABLE reply (
    message_id TEXT PRIMARY KEY,
    chat_id TEXT NOT NULL,
    parent_id TEXT NOT NULL,
    state TEXT NOT NULL,
    model TEXT,
    error TEXT,
    cut BIGINT NOT NULL,
    retry_at BIGINT,
    started_at BIGINT NOT NULL
  )`
  yield* sql`CREATE INDEX reply_chat ON reply (chat_id)`

  // what has arrived of a reply since its message was written last, from a UTF-16 place in its text on
  yield* sql`CREATE TABLE reply_chunk (
    message_id TEXT NOT NULL,
    place BIGINT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (message_id, place)
  ) WITHOUT ROWID`
})

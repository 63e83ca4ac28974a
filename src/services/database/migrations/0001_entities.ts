import { SqlClient } from "@effect/sql"
import { Effect } from "effect"

/**
 * The six tables of the protocol and the log of conflicts, in SQL that SQLite and PostgreSQL both take. Rows have
 * an integer key of their own, so that a long text id is stored once in the table and once in an index. What a client
 * makes up is unique for one person alone, so that nobody's changes can fail for what somebody else has.
 */
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const rowId = sql.onDialectOrElse({
    pg: () => sql.literal("row_id BIGSERIAL PRIMARY KEY"),
    orElse: () => sql.literal("row_id INTEGER PRIMARY KEY"),
  })

  yield* sql`CREATE TABLE "user" (
    ${rowId},
    id TEXT NOT NULL UNIQUE,
    email TEXT,
    name TEXT NOT NULL,
    image TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 0
  )`

  yield* sql`CREATE TABLE device (
    ${rowId},
    id TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    name TEXT NOT NULL,
    last_sync_at BIGINT,
    created_at BIGINT NOT NULL,
    last_number BIGINT NOT NULL DEFAULT 0,
    revoked_at BIGINT,
    UNIQUE (fingerprint, user_id)
  )`

  yield* sql`CREATE TABLE chat (
    ${rowId},
    id TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL,
    title TEXT NOT NULL,
    model TEXT,
    system_prompt TEXT,
    pinned INTEGER NOT NULL DEFAULT 0,
    archived INTEGER NOT NULL DEFAULT 0,
    folder TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    active_at BIGINT NOT NULL,
    leaf_id TEXT,
    deleted_at BIGINT,
    version BIGINT NOT NULL DEFAULT 0,
    clocks TEXT NOT NULL DEFAULT '{}'
  )`
  yield* sql`CREATE INDEX chat_active ON chat (user_id, pinned, active_at, id) WHERE deleted_at IS NULL AND archived = 0`
  yield* sql`CREATE INDEX chat_archived ON chat (user_id, active_at, id) WHERE deleted_at IS NULL AND archived = 1`
  yield* sql`CREATE INDEX chat_trash ON chat (user_id, deleted_at, id) WHERE deleted_at IS NOT NULL`

  yield* sql`CREATE TABLE message (
    ${rowId},
    id TEXT NOT NULL UNIQUE,
    chat_id TEXT NOT NULL,
    parent_id TEXT,
    role TEXT NOT NULL,
    content TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'complete',
    model TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    deleted_at BIGINT,
    version BIGINT NOT NULL DEFAULT 0,
    clocks TEXT NOT NULL DEFAULT '{}'
  )`
  yield* sql`CREATE INDEX message_child ON message (parent_id, created_at, id, deleted_at) WHERE parent_id IS NOT NULL`
  yield* sql`CREATE INDEX message_root ON message (chat_id, created_at, id, deleted_at) WHERE parent_id IS NULL`
  yield* sql`CREATE INDEX message_chat ON message (chat_id, id)`

  yield* sql`CREATE TABLE sync_event (
    ${rowId},
    id TEXT NOT NULL,
    entity_type TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    operation TEXT NOT NULL,
    data TEXT NOT NULL,
    "timestamp" TEXT NOT NULL,
    user_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    synced INTEGER NOT NULL DEFAULT 0,
    number BIGINT NOT NULL,
    base_version BIGINT NOT NULL DEFAULT 0,
    outcome TEXT,
    UNIQUE (id, user_id),
    UNIQUE (device_id, number)
  )`
  yield* sql`CREATE INDEX sync_event_pending ON sync_event (number) WHERE synced = 0`

  yield* sql`CREATE TABLE sync_config (
    user_id TEXT PRIMARY KEY,
    mode TEXT NOT NULL,
    auto_sync INTEGER NOT NULL,
    interval_ms BIGINT NOT NULL,
    conflict_policy TEXT NOT NULL,
    updated_at BIGINT NOT NULL
  )`

  yield* sql`CREATE TABLE conflict (
    ${rowId},
    id TEXT NOT NULL UNIQUE,
    entity_type TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    field TEXT NOT NULL,
    local_value TEXT NOT NULL,
    cloud_value TEXT NOT NULL,
    base_value TEXT,
    created_at BIGINT NOT NULL,
    resolved_at BIGINT,
    resolution TEXT
  )`
  yield* sql`CREATE INDEX conflict_open ON conflict (entity_type, entity_id) WHERE resolved_at IS NULL`
})

import { SqlClient } from "@effect/sql"
import { Effect } from "effect"

/** What only a server keeps. */
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient

  // the epoch of this database
  yield* sql`CREATE TABLE server_state (name TEXT PRIMARY KEY, value TEXT NOT NULL)`

  // one counter per user; what changed at or below the floor is no longer remembered in full
  yield* sql`CREATE TABLE space (
    user_id TEXT PRIMARY KEY,
    version BIGINT NOT NULL DEFAULT 0,
    floor BIGINT NOT NULL DEFAULT 0
  )`

  // the newest version of every row, so that a device can ask for what came after its cursor
  yield* sql`CREATE TABLE change (
    user_id TEXT NOT NULL,
    entity_type TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (user_id, entity_type, entity_id)
  )`
  yield* sql`CREATE UNIQUE INDEX change_version ON change (user_id, version)`

  // a random id for the versions from this one on: another history has another one there
  yield* sql`CREATE TABLE mark (
    user_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (user_id, version)
  )`

  yield* sql`ALTER TABLE sync_event ADD COLUMN version BIGINT NOT NULL DEFAULT 0`
  yield* sql`ALTER TABLE sync_event ADD COLUMN chat_id TEXT`
  yield* sql`ALTER TABLE sync_event ADD COLUMN received_at BIGINT NOT NULL DEFAULT 0`
  yield* sql`CREATE INDEX sync_event_entity ON sync_event (entity_id, version)`
  yield* sql`CREATE INDEX sync_event_chat ON sync_event (chat_id, version) WHERE chat_id IS NOT NULL`
  // 1: it is old and stays as the newest of its device, so compaction need not come back for it
  yield* sql`ALTER TABLE sync_event ADD COLUMN compacted INTEGER NOT NULL DEFAULT 0`
  yield* sql`CREATE INDEX sync_event_received ON sync_event (received_at) WHERE compacted = 0`

  // what a person has, by pages
  yield* sql`CREATE INDEX sync_event_user ON sync_event (user_id, row_id)`
  yield* sql`CREATE INDEX chat_user ON chat (user_id, id)`
  yield* sql`CREATE INDEX device_user ON device (user_id, id)`
  yield* sql`CREATE INDEX conflict_user ON conflict (user_id, version)`
})

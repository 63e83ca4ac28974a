import { SqlClient } from "@effect/sql"
import { Effect } from "effect"

/** What two devices' changes need to be merged by, in every table whose rows travel. */
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient

  for (const table of ["user", "device", "sync_config", "conflict"]) {
    yield* sql`ALTER TABLE ${sql(table)} ADD COLUMN clocks TEXT NOT NULL DEFAULT '{}'`
  }
  for (const table of ["device", "sync_config", "conflict"]) {
    yield* sql`ALTER TABLE ${sql(table)} ADD COLUMN version BIGINT NOT NULL DEFAULT 0`
  }
  for (const table of ["user", "device", "sync_config", "conflict", "chat", "message"]) {
    yield* sql`ALTER TABLE ${sql(table)} ADD COLUMN versions TEXT NOT NULL DEFAULT '{}'`
  }
  yield* sql`ALTER TABLE message ADD COLUMN edits TEXT`
  yield* sql`ALTER TABLE conflict ADD COLUMN user_id TEXT NOT NULL DEFAULT ''`
  yield* sql`ALTER TABLE conflict ADD COLUMN device_id TEXT NOT NULL DEFAULT ''`
  yield* sql`ALTER TABLE sync_event ADD COLUMN replaced TEXT`
  yield* sql`ALTER TABLE sync_event ADD COLUMN reason TEXT`
})

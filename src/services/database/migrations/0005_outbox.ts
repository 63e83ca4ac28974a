import { SqlClient } from "@effect/sql"
import { Effect } from "effect"

/** S5: a row that comes from the server is shown with the changes to it that still wait on top. */
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`CREATE INDEX sync_event_overlay ON sync_event (entity_id, number) WHERE synced = 0`

  // what a snapshot has brought so far: what it did not bring is gone from the server
  yield* sql`CREATE TABLE snapshot_row (entity_id TEXT PRIMARY KEY)`
})

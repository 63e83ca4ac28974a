import { SqlClient } from "@effect/sql"
import { Effect } from "effect"

/** What a device keeps for itself and never sends. */
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient

  // who this device is; later: the cursor and the epoch of the server
  yield* sql`CREATE TABLE sync_state (name TEXT PRIMARY KEY, value TEXT NOT NULL)`

  yield* sql`CREATE TABLE draft (draft_key TEXT PRIMARY KEY, content TEXT NOT NULL, updated_at BIGINT NOT NULL)`

  // which child a fork shows, if not its newest; the fork at the top of a chat is named by the chat
  yield* sql`CREATE TABLE branch (fork_id TEXT PRIMARY KEY, child_id TEXT NOT NULL)`
})

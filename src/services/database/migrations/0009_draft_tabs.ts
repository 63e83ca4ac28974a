import { SqlClient } from "@effect/sql"
import { Effect } from "effect"

/** A draft for each tab: of two that are typed at the same time neither replaces the other. */
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient

  yield* sql`CREATE TABLE draft_of_tab (
    draft_key TEXT NOT NULL,
    content TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    tab TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (draft_key, tab)
  )`
  yield* sql`INSERT INTO draft_of_tab (draft_key, content, updated_at)
    SELECT draft_key, content, updated_at FROM draft`
  yield* sql`DROP TABLE draft`
  yield* sql`ALTER TABLE draft_of_tab RENAME TO draft`
})

import { SqlClient } from "@effect/sql"
import { Effect } from "effect"

/**
 * Full-text indexes that keep no copy of the text: they read it through views which leave out what is deleted, so
 * that a rebuild makes the same index as the triggers.
 *
 * https://sqlite.org/fts5.html#external_content_tables
 */
export default Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient

  for (const [table, column] of [
    ["message", "content"],
    ["chat", "title"],
  ] as const) {
    const [name, live, index, text] = [table, `${table}_live`, `${table}_fts`, column].map((it) =>
      sql.literal(it),
    )
    yield* sql`CREATE VIEW ${live} AS SELECT row_id, ${text} FROM ${name} WHERE deleted_at IS NULL`
    yield* sql`CREATE VIRTUAL TABLE ${index} USING fts5 (
      ${text}, content='${live}', content_rowid='row_id', tokenize='unicode61 remove_diacritics 2', prefix='2 3'
    )`
    // It is merged in steps of 64 pages for each level, in the transaction of whoever wrote last, and reads wait for that.
    // With pages of 500 bytes instead of 4,050 the longest step takes a third as long, all of them together a third more.
    yield* sql`INSERT INTO ${index} (${index}, rank) VALUES ('pgsz', 500)`
    const remove = sql`INSERT INTO ${index} (${index}, rowid, ${text}) VALUES ('delete', old.row_id, old.${text})`
    const add = sql`INSERT INTO ${index} (rowid, ${text}) VALUES (new.row_id, new.${text})`

    yield* sql`CREATE TRIGGER ${index}_insert AFTER INSERT ON ${name} WHEN new.deleted_at IS NULL
      BEGIN ${add}; END`
    yield* sql`CREATE TRIGGER ${index}_delete AFTER DELETE ON ${name} WHEN old.deleted_at IS NULL
      BEGIN ${remove}; END`
    yield* sql`CREATE TRIGGER ${index}_hide AFTER UPDATE OF deleted_at ON ${name}
      WHEN old.deleted_at IS NULL AND new.deleted_at IS NOT NULL
      BEGIN ${remove}; END`
    yield* sql`CREATE TRIGGER ${index}_show AFTER UPDATE OF deleted_at ON ${name}
      WHEN old.deleted_at IS NOT NULL AND new.deleted_at IS NULL
      BEGIN ${add}; END`
    yield* sql`CREATE TRIGGER ${index}_change AFTER UPDATE OF ${text} ON ${name}
      WHEN old.deleted_at IS NULL AND new.deleted_at IS NULL AND old.${text} <> new.${text}
      BEGIN ${remove}; ${add}; END`
  }
})

import { Migrator, SqlClient } from "@effect/sql"
import { Effect, Layer } from "effect"
import { MigrationFailed, SchemaTooNew, type StorageError } from "../../domain/errors/StorageErrors.ts"
import entities from "./migrations/0001_entities.ts"
import device from "./migrations/0002_device.ts"
import search from "./migrations/0003_search.ts"
import sync from "./migrations/0004_sync.ts"
import outbox from "./migrations/0005_outbox.ts"
import replies from "./migrations/0007_replies.ts"
import imports from "./migrations/0008_imports.ts"
import draftTabs from "./migrations/0009_draft_tabs.ts"
import { withStorageErrors } from "./storageErrorOf.ts"

type Migration = Effect.Effect<void, unknown, SqlClient.SqlClient>

/**
 * Append only: an edited migration never runs again on a device that already has it. The server takes some of them and
 * has others of its own; all share one sequence of numbers.
 */
export const migrations = {
  "0001_entities": entities,
  "0002_device": device,
  "0003_search": search,
  "0004_sync": sync,
  "0005_outbox": outbox,
  "0007_replies": replies,
  "0008_imports": imports,
  "0009_draft_tabs": draftTabs,
} satisfies Record<`${number}_${string}`, Migration>

const table = "effect_sql_migrations"

const idOf = (name: string) => Number.parseInt(name, 10)

/** The migration that the database is at; 0 when it is empty. */
export const schemaVersion = Effect.fn("Migrations.schemaVersion")(function* () {
  const sql = yield* SqlClient.SqlClient
  const tables = yield* sql.onDialectOrElse({
    pg: () =>
      sql`SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() AND tablename = ${table}`,
    orElse: () => sql`SELECT name FROM sqlite_master WHERE type = 'table' AND name = ${table}`,
  })
  if (tables.length === 0) return 0
  const [row] = yield* sql<{ version: number | null }>`SELECT max(migration_id) AS version FROM ${sql(table)}`
  return row?.version ?? 0
})

/**
 * Brings the database to the newest of the migrations, all in one transaction.
 *
 * @throws SchemaTooNew if it is at a newer one already; it is then left untouched
 * @throws MigrationFailed if one of them stops; the database is then as it was
 */
export const migrate = Effect.fn("Migrations.migrate")(function* (
  known: Readonly<Record<string, Migration>> = migrations,
): Effect.fn.Return<void, StorageError, SqlClient.SqlClient> {
  const newest = Math.max(...Object.keys(known).map(idOf))
  const found = yield* withStorageErrors(schemaVersion())
  if (found > newest) return yield* new SchemaTooNew({ found, known: newest })
  if (found === newest) return
  yield* withStorageErrors(Migrator.make({})({ loader: Migrator.fromRecord(known), table })).pipe(
    Effect.catchTag("MigrationError", Effect.die),
    Effect.catchAllDefect((defect) =>
      defect instanceof Migrator.MigrationError
        ? Effect.fail(new MigrationFailed({ migration: defect.message, detail: String(defect.cause ?? "") }))
        : Effect.die(defect),
    ),
  )
})

export const layer = Layer.effectDiscard(migrate())

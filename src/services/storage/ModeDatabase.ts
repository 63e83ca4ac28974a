import { SqlClient } from "@effect/sql"
import { Context, Effect, Layer } from "effect"
import type { StorageError } from "../../domain/errors/StorageErrors.ts"
import { Database } from "../database/Database.ts"
import { migrate } from "../database/Migrations.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { KeptState } from "./KeptState.ts"

type Opened = Database | SqlClient.SqlClient

const tables = ["user", "device", "sync_config", "sync_state", "provider", "prompt"] as const

/** What a device knows of the server's history is of no use without the rows. */
const ofHistory = [
  "cursor",
  "epoch",
  "mark",
  "rows",
  "snapshot",
  "fetched",
  "keep",
  "ahead",
  "lastSyncedAt",
  "floor",
  "compacted",
]

const copy = (from: SqlClient.SqlClient, to: SqlClient.SqlClient) =>
  withStorageErrors(
    Effect.gen(function* () {
      // before the transaction: in it, every client of the fiber would ask the database that it is open on
      const found = yield* Effect.forEach(tables, (table) =>
        Effect.map(from<Record<string, unknown>>`SELECT * FROM ${from(table)}`, (rows) => ({
          table,
          rows: rows.filter(({ name }) => table !== "sync_state" || !ofHistory.includes(String(name))),
        })),
      )
      const write = Effect.gen(function* () {
        for (const { rows, table } of found) {
          yield* to`DELETE FROM ${to(table)}`
          if (rows.length > 0) yield* to`INSERT INTO ${to(table)} ${to.insert(rows)}`
        }
      })
      yield* to.withTransaction(write)
    }),
  )

const modeOn = (sql: SqlClient.SqlClient) =>
  withStorageErrors(
    Effect.map(
      sql<{ mode: string }>`SELECT c.mode FROM sync_config c
        JOIN sync_state s ON s.name = 'userId' AND s.value = c.user_id`,
      ([row]) => row?.mode,
    ),
  )

/**
 * The database on the disk; or, where the server alone keeps the chats, one in memory beside it, which begins with
 * what stays on the device.
 */
export const layer = <R1, R2>(
  disk: Layer.Layer<Opened, StorageError, R1>,
  memory: Layer.Layer<Opened, StorageError, R2>,
) =>
  Layer.scopedContext(
    Effect.gen(function* () {
      const onDisk = yield* Layer.build(disk)
      const kept = Context.get(onDisk, SqlClient.SqlClient)
      yield* Effect.provide(migrate(), onDisk)
      if ((yield* modeOn(kept)) !== "cloud-only") {
        return Context.add(onDisk, KeptState, { cloudOnly: false, save: Effect.void })
      }
      const inMemory = yield* Layer.build(memory)
      const sql = Context.get(inMemory, SqlClient.SqlClient)
      yield* Effect.provide(migrate(), inMemory)
      yield* copy(kept, sql)
      const database = Object.assign(Context.get(inMemory, Database), { kind: "cloud" as const })
      return Context.add(inMemory, KeptState, { cloudOnly: true, save: copy(sql, kept) }).pipe(
        Context.add(Database, database),
      )
    }),
  )
